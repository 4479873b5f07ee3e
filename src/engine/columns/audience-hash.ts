import { contentHash, hashShares, type HashShares } from '#strata/kernel';
import { type PackedTexts } from '#strata/kernel/texts';

/** A sum of hashes, exactly: plain data. */
export interface AudienceSum {
  readonly rows: number;
  /** The sum modulo 2^52, as its upper and its lower 26 bits. */
  readonly high: number;
  readonly low: number;
}

const HALF = 2 ** 26;

/** What of a row counts beside its user; what it has not is empty. */
interface HashedRow {
  readonly offer: string;
  readonly arm: string;
  readonly outcome: string;
}

/**
 * What an audience is known by: a sum over who gets or would have got what, so that neither the order of its rows nor how
 * they were split changes it. Each row counts with the first 52 bits of SHA-256 of its offer, arm, outcome and user.
 */
export class AudienceHash {
  #rows = 0;
  #high = 0;
  #low = 0;
  readonly #shares = new Map<string, HashShares>();

  /** Counts a row. */
  add(user: string, row: HashedRow): void {
    this.#countShare(this.#sharesOf(row).of(user));
  }

  /** Counts the row of each of some users. */
  addAll(users: PackedTexts, places: Iterable<number>, row: HashedRow): void {
    const shares = this.#sharesOf(row);
    for (const place of places) this.#countShare(shares.at(users, place));
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

  #countShare(share: number): void {
    const high = Math.floor(share * HALF);
    this.#count(1, high, (share * HALF - high) * HALF);
  }

  #sharesOf({ offer, arm, outcome }: HashedRow): HashShares {
    const beginning = `${offer}\n${arm}\n${outcome}\n`;
    const known = this.#shares.get(beginning) ?? hashShares(beginning);
    this.#shares.set(beginning, known);
    return known;
  }
}
