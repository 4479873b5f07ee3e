import { hash } from 'node:crypto';

/** 52 bits are 13 hexadecimal digits. */
const HEX_DIGITS = 13;
const RANGE = 2 ** 52;

/** Where a text falls, uniform on [0, 1): the first 52 bits of SHA-256 of its UTF-8 bytes, on every machine the same. */
export function hashShare(text: string): number {
  return Number.parseInt(hash('sha256', text, 'hex').slice(0, HEX_DIGITS), 16) / RANGE;
}

/** The same of many texts that begin alike: some million a second. */
export function hashShares(beginning: string): (rest: string) => number {
  const start = new Int32Array(BLOCK_WORDS);
  if (!putText(start, beginning, 0)) return (rest) => hashShare(beginning + rest);
  return (rest) => {
    const length = beginning.length + rest.length;
    words.set(start);
    if (length > MOST_BYTES || !putText(words, rest, beginning.length)) return hashShare(beginning + rest);
    putByte(words, 0x80, length);
    words[BLOCK_WORDS - 1] = 8 * length;
    compress(words);
    return ((words[0] ?? 0) * 2 ** 20 + ((words[1] ?? 0) >>> 12)) / RANGE;
  };
}

/** A block of SHA-256 (FIPS 180-4), of which nine bytes are not the text's. */
const BLOCK_WORDS = 16;
const MOST_BYTES = 55;
const ROUNDS = 64;

const words = new Uint32Array(BLOCK_WORDS);
const compress = writtenOut();

/** False where the text does not fit, or has other characters than those of ASCII. */
function putText(block: Int32Array | Uint32Array, text: string, from: number): boolean {
  if (from + text.length > MOST_BYTES) return false;
  let all = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    all |= code;
    putByte(block, code, from + i);
  }
  return all < 0x80;
}

function putByte(block: Int32Array | Uint32Array, byte: number, at: number): void {
  block[at >> 2] = (block[at >> 2] ?? 0) | (byte << (24 - 8 * (at & 3)));
}

/**
 * The compression function for a text of one block, its rounds written out so that every word is a local variable: twice
 * as fast as loops. It leaves the first two words of the digest in the block.
 */
function writtenOut(): (block: Uint32Array) => void {
  const start = fractions(8, Math.sqrt);
  const constants = fractions(ROUNDS, Math.cbrt);
  const state = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const lines = [
    `let ${Array.from({ length: BLOCK_WORDS }, (_, i) => `w${i}=block[${i}]|0`).join(',')},t;`,
    `let ${state.map((name, i) => `${name}=${start[i] ?? 0}`).join(',')};`,
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const word = (back: number): string => `w${(round - back) % BLOCK_WORDS}`;
    const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = ''] = state;
    if (round >= BLOCK_WORDS) {
      lines.push(`${word(0)}=${word(0)}+${sigma(word(15), [7, 18], 3)}+${word(7)}+${sigma(word(2), [17, 19], 10)}|0;`);
    }
    lines.push(`t=${h}+${sigma(e, [6, 11, 25])}+(${g}^${e}&(${f}^${g}))+${constants[round] ?? 0}+${word(0)}|0;`);
    lines.push(`${d}=${d}+t|0;${h}=t+${sigma(a, [2, 13, 22])}+(${a}&${b}|${c}&(${a}|${b}))|0;`);
    state.unshift(state.pop() ?? '');
  }
  lines.push(`block[0]=a+${start[0] ?? 0};block[1]=b+${start[1] ?? 0};`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- text of this function only
  return new Function('block', lines.join('')) as (block: Uint32Array) => void;
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
