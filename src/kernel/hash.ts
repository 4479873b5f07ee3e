import { hash } from 'node:crypto';
import { type PackedTexts } from './texts/index.js';

/** What content is known by: `sha256:` and the 64 hexadecimal digits of its SHA-256; a text counts as UTF-8. */
export function contentHash(content: string | Uint8Array): string {
  return `sha256:${hash('sha256', content, 'hex')}`;
}

/** The SHA-256 of a text (UTF-8) in 43 characters that may stand in ids, addresses and headers (base64url). */
export function textDigest(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** 52 bits are 13 hexadecimal digits. */
const HEX_DIGITS = 13;
const RANGE = 2 ** 52;

/** Where a text falls, uniform on [0, 1): the first 52 bits of SHA-256 of its UTF-8 bytes, on every machine the same. */
export function hashShare(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, HEX_DIGITS), 16) / RANGE;
}

/** {@link hashShare} of many texts that begin alike: some million a second. */
export interface HashShares {
  of(rest: string): number;
  at(rests: PackedTexts, place: number): number;
}

/** Where texts fall that begin like this. */
export function hashShares(beginning: string): HashShares {
  const start = new Uint8Array(BLOCK);
  const from = putText(start, beginning, 0);
  return {
    of(rest) {
      block.set(start);
      const end = from < 0 ? -1 : putText(block, rest, from);
      return end < 0 ? hashShare(beginning + rest) : shareOf(end);
    },
    at(rests, place) {
      const length = (rests.starts[place + 1] ?? 0) - (rests.starts[place] ?? 0);
      if (from < 0 || from + length > MOST_BYTES) return hashShare(beginning + rests.at(place));
      block.set(start);
      return shareOf(rests.copy(place, block, from));
    },
  };
}

/** Bytes of a block of SHA-256 (FIPS 180-4), of which nine are not the text's. */
const BLOCK = 64;
const MOST_BYTES = 55;
const WORDS = 16;
const ROUNDS = 64;

const block = new Uint8Array(BLOCK);
const words = new DataView(block.buffer);
const compress = writtenOut();

/** Returns where the text ends; −1 where it does not fit, or has other characters than those of ASCII. */
function putText(bytes: Uint8Array, text: string, from: number): number {
  if (from + text.length > MOST_BYTES) return -1;
  let all = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    all |= code;
    bytes[from + i] = code;
  }
  return all < 0x80 ? from + text.length : -1;
}

/** Of the text of so many bytes that the block holds, before zeros. */
function shareOf(length: number): number {
  block[length] = 0x80;
  words.setUint32(BLOCK - 4, 8 * length);
  compress(words);
  return (words.getUint32(0) * 2 ** 20 + (words.getUint32(4) >>> 12)) / RANGE;
}

/**
 * The compression function for a text of one block, its rounds written out so that every word is a local variable: twice
 * as fast as loops. It leaves the first two words of the digest in the block.
 */
function writtenOut(): (block: DataView) => void {
  const start = fractions(8, Math.sqrt);
  const constants = fractions(ROUNDS, Math.cbrt);
  const state = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const lines = [
    `let ${Array.from({ length: WORDS }, (_, i) => `w${i}=block.getInt32(${4 * i})`).join(',')},t;`,
    `let ${state.map((name, i) => `${name}=${start[i] ?? 0}`).join(',')};`,
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const word = (back: number): string => `w${(round - back) % WORDS}`;
    const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = state;
    if (round >= WORDS) {
      lines.push(`${word(0)}=${word(0)}+${sigma(word(15), [7, 18], 3)}+${word(7)}+${sigma(word(2), [17, 19], 10)}|0;`);
    }
    lines.push(`t=${h}+${sigma(e, [6, 11, 25])}+(${g}^${e}&(${f}^${g}))+${constants[round] ?? 0}+${word(0)}|0;`);
    lines.push(`${d}=${d}+t|0;${h}=t+${sigma(a, [2, 13, 22])}+(${a}&${b}|${c}&(${a}|${b}))|0;`);
    state.unshift(state.pop() ?? '');
  }
  lines.push(`block.setInt32(0,a+${start[0] ?? 0});block.setInt32(4,b+${start[1] ?? 0});`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- text of this function only
  return new Function('block', lines.join('')) as (block: DataView) => void;
}

/** The first 32 bits of the fractional parts of a root of the first primes. */
function fractions(count: number, root: (prime: number) => number): readonly number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}

/** The exclusive or of a word turned right by so many bits each, and shifted right. */
function sigma(word: string, turns: readonly number[], shift?: number): string {
  const parts = turns.map((bits) => `(${word}>>>${bits}|${word}<<${32 - bits})`);
  if (shift !== undefined) parts.push(`${word}>>>${shift}`);
  return `(${parts.join('^')})`;
}
