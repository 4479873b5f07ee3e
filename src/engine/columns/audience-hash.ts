import { contentHash, hashShares } from '#strata/kernel';

/** A sum of hashes, exactly: plain data. */
export interface AudienceSum {
  readonly rows: number;
  /** The sum modulo 2^52, as its upper and its lower 26 bits. */
  readonly high: number;
  readonly low: number;
}

const HALF = 2 ** 26;

/**
 * What an audience is known by: a sum over who gets or would have got what, so that neither the order of its rows nor how
 * they were split changes it. Each row counts with the first 52 bits of SHA-256 of its offer, arm, outcome and user.
 */
export class AudienceHash {
  #rows = 0;
  #high = 0;
  #low = 0;
  readonly #shares = new Map<string, (user: string) => number>();

  /** Counts a row; what it has not is empty. */
  add(user: string, row: { readonly offer: string; readonly arm: string; readonly outcome: string }): void {
    const share = this.#shareOf(`${row.offer}\n${row.arm}\n${row.outcome}\n`)(user) * HALF;
    const high = Math.floor(share);
    this.#count(1, high, (share - high) * HALF);
  }

  merge({ rows, high, low }: AudienceSum): void {
    this.#count(rows, high, low);
  }

  sum(): AudienceSum {
    return { rows: this.#rows, high: this.#high, low: this.#low };
  }

  /** `sha256:…` */
  digest(): string {
    return contentHash(`${String(this.#rows)} ${String(this.#high)} ${String(this.#low)}`);
  }

  #count(rows: number, high: number, low: number): void {
    const lower = this.#low + low;
    const carry = lower >= HALF ? 1 : 0;
    this.#rows += rows;
    this.#low = lower - carry * HALF;
    this.#high = (this.#high + high + carry) % HALF;
  }

  #shareOf(beginning: string): (user: string) => number {
    const known = this.#shares.get(beginning) ?? hashShares(beginning);
    this.#shares.set(beginning, known);
    return known;
  }
}
