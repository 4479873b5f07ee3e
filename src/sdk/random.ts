/** A seeded source of randomness: the same seed gives the same sequence on every machine. */
export interface SeededRandom {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** A whole number, uniform on 0 … below − 1. */
  integer(below: number): number;
  /** Standard normal (Box and Muller, 1958). */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) and returns its argument. */
  shuffle<T extends { [index: number]: unknown; readonly length: number }>(items: T): T;
}

/**
 * A generator of the sfc32 family (Doty-Humphrey, PractRand), seeded with a 32-bit unsigned number.
 * Not for secrets: assignment and keys use node:crypto.
 */
export function seededRandom(seed: number): SeededRandom {
  const next = sfc32(seed >>> 0);
  let spare: number | undefined;

  function uniform(): number {
    return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  }
  function integer(below: number): number {
    return Math.floor(uniform() * below);
  }
  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
  function shuffle<T extends { [index: number]: unknown; readonly length: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = integer(i + 1);
      const swapped = items[i];
      items[i] = items[j];
      items[j] = swapped;
    }
    return items;
  }
  return { uniform, integer, normal, shuffle };
}

function sfc32(seed: number): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed;
  let counter = 1;
  function next(): number {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  }
  for (let warmUp = 0; warmUp < 15; warmUp++) next();
  return next;
}
