import { hash, randomFillSync } from 'node:crypto';

const BYTES = 16;
/** Random bytes for this many ids are drawn at once; drawn one by one they cost more than all else about an id. */
const DRAWN = 256;

const pool = Buffer.alloc(DRAWN * BYTES);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** An id of version 7 (RFC 9562): unique over processes and machines, and ascending inside of a process. */
export function uuidv7(): string {
  const random = randomBytes();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Half of the range is left for counting on.
    seq = random.readUInt32BE(6) >>> 1;
  } else {
    seq = (seq + 1) >>> 0;
    if (seq === 0) msecs += 1;
  }
  return idOf(random, msecs, seq);
}

/** An id of version 8 (RFC 9562, section 5.8) made of the SHA-256 of a text: the same text has the same one. */
export function hashedId(text: string): string {
  const bytes = hash('sha256', text, 'buffer').subarray(0, BYTES);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return dashed(bytes);
}

/** Layout of RFC 9562, section 5.7: 48 bits of milliseconds, the version, 32 bits that count on, and random ones. */
function idOf(random: Buffer, time: number, count: number): string {
  random.writeUIntBE(time, 0, 6);
  random[6] = 0x70 | (count >>> 28);
  random[7] = count >>> 20;
  random[8] = 0x80 | ((count >>> 14) & 0x3f);
  random[9] = count >>> 6;
  random[10] = (count << 2) | ((random[10] ?? 0) & 0x03);
  return dashed(random);
}

function dashed(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function randomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return pool.subarray(used - BYTES, used);
}
