/** Sums of whole numbers that may grow beyond what a double holds exactly, at the speed of doubles. */
export class WholeSums {
  /** What isn't carried yet. Whoever adds to it says first how much at most: see {@link reserve}. */
  open: Float64Array;
  readonly #carried = new Map<number, bigint>();
  #load = 0;

  constructor(size: number) {
    this.open = new Float64Array(size);
  }

  /** To be called before at most so much in all is added to any entry. */
  reserve(most: number): void {
    this.#load += most;
    if (this.#load <= Number.MAX_SAFE_INTEGER) return;
    this.open.forEach((sum, at) => {
      if (sum !== 0) this.#carried.set(at, this.total(at));
    });
    this.open.fill(0);
    this.#load = most;
  }

  grow(size: number): void {
    const open = new Float64Array(size);
    open.set(this.open);
    this.open = open;
  }

  total(at: number): bigint {
    return (this.#carried.get(at) ?? 0n) + BigInt(this.open[at] ?? 0);
  }

  add(at: number, whole: bigint): void {
    this.#carried.set(at, (this.#carried.get(at) ?? 0n) + whole);
  }
}

const PART = 2n ** 50n;

/** A whole number as two doubles, the same for the same number. */
export function toParts(whole: bigint): readonly [number, number] {
  const low = ((whole % PART) + PART) % PART;
  return [Number((whole - low) / PART), Number(low)];
}

export function fromParts(high: number, low: number): bigint {
  return BigInt(high) * PART + BigInt(low);
}
