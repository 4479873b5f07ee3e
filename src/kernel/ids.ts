import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const BYTES = 16;
/** Random bytes for this many ids are drawn at once; drawn one by one they cost more than all else about an id. */
const DRAWN = 256;

const pool = new Uint8Array(DRAWN * BYTES);
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
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1;
  } else {
    seq = (seq + 1) >>> 0;
    if (seq === 0) msecs += 1;
  }
  return v7({ random, msecs, seq });
}

function randomBytes(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += BYTES;
  return pool.subarray(used - BYTES, used);
}
