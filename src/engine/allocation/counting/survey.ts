import { mixed, type OptionBlock } from '../problem/blocks.js';
import { SurplusTally } from './surplus-tally.js';
import { type AllocationProblem } from '../problem/problem.js';

/** How many people the sample holds. Fewer people than these are all in it, and are allocated one by one. */
export const SAMPLE = 16_384;

/** The people of one quota membership. */
export interface MembershipTally {
  /** Bits of {@link OptionBlock.quotas}. */
  readonly membership: number;
  /** How many have an option at all. */
  people: number;
  /** How many may get each offer. */
  readonly eligible: Float64Array;
  /** Null without a minimum ROI. */
  readonly surplus: SurplusTally | null;
}

/** A record of the sample: key, membership, the values by offer and, where there is a minimum ROI, the surpluses by offer. */
const KEY = 0;
const MEMBERSHIP = 1;
export const FIGURES_FROM = 2;

/**
 * What is known of all people before anything has a price: how many there are by membership, and a sample of them with their
 * figures. The sample is the people of the smallest hashes, so it doesn't matter in which order, by how many threads and in
 * which parts people are added.
 */
export class Survey {
  readonly #offers: number;
  readonly #hasSurplus: boolean;
  readonly #tallies = new Map<number, MembershipTally>();
  readonly #width: number;
  #records: Float64Array;
  #held = 0;
  /** The sample's largest hash, once it was full. */
  #threshold = 2 ** 32;

  constructor(problem: AllocationProblem) {
    this.#offers = problem.offers.length;
    this.#hasSurplus = problem.minimumRoi !== undefined;
    this.#width = FIGURES_FROM + this.#offers * (this.#hasSurplus ? 2 : 1);
    this.#records = new Float64Array(0);
  }

  /** How many people have an option. */
  get people(): number {
    return this.tallies().reduce((sum, { people }) => sum + people, 0);
  }

  /** By membership, ascending. */
  tallies(): readonly MembershipTally[] {
    return [...this.#tallies.values()].sort((a, b) => a.membership - b.membership);
  }

  /** The sample's records, {@link recordWidth} numbers each, in an order that depends only on them. */
  sample(): Float64Array {
    this.#prune(SAMPLE);
    return this.#records.subarray(0, this.#held * this.#width);
  }

  get recordWidth(): number {
    return this.#width;
  }

  add(block: OptionBlock): void {
    for (let row = 0; row < block.rows; row++) {
      if (!this.#count(block, row)) continue;
      const key = block.keys[row] ?? 0;
      if (sampleKey(key) > this.#threshold) continue;
      const at = this.#room();
      this.#records[at + KEY] = key;
      this.#records[at + MEMBERSHIP] = block.quotas[row] ?? 0;
      this.#putFigures(block, row, at + FIGURES_FROM);
    }
  }

  merge(other: Survey): void {
    for (const { membership, people, eligible, surplus } of other.tallies()) {
      const tally = this.#tally(membership);
      if (surplus !== null) tally.surplus?.merge(surplus);
      tally.people += people;
      eligible.forEach((count, offer) => (tally.eligible[offer] = (tally.eligible[offer] ?? 0) + count));
    }
    const records = other.sample();
    for (let from = 0; from < records.length; from += this.#width) {
      const at = this.#room();
      this.#records.set(records.subarray(from, from + this.#width), at);
    }
  }

  /** The same people give the same bytes, in whichever order they were added. */
  toBytes(): Uint8Array {
    const tallies = this.tallies();
    const counts = tallies.flatMap(({ membership, people, eligible, surplus }) => {
      const own = surplus?.toNumbers() ?? [];
      return [membership, people, ...eligible, own.length, ...own];
    });
    const numbers = Float64Array.from([tallies.length, ...counts, ...this.sample()]);
    return new Uint8Array(numbers.buffer);
  }

  static fromBytes(problem: AllocationProblem, bytes: Uint8Array): Survey {
    const survey = new Survey(problem);
    const numbers = new Float64Array(bytes.slice().buffer);
    let at = 1;
    for (let left = numbers[0] ?? 0; left > 0; left--) {
      const end = at + 2 + survey.#offers;
      const surplusEnd = end + 1 + (numbers[end] ?? 0);
      const membership = numbers[at] ?? 0;
      const surplus = survey.#hasSurplus ? SurplusTally.fromNumbers(numbers.subarray(end + 1, surplusEnd)) : null;
      const eligible = numbers.slice(at + 2, end);
      survey.#tallies.set(membership, { membership, people: numbers[at + 1] ?? 0, eligible, surplus });
      at = surplusEnd;
    }
    survey.#records = numbers.slice(at);
    survey.#held = survey.#records.length / survey.#width;
    return survey;
  }

  /** False for who has no option. */
  #count(block: OptionBlock, row: number): boolean {
    const { quotas, value } = block;
    let tally: MembershipTally | null = null;
    for (let offer = 0; offer < value.length; offer++) {
      if (Number.isNaN(value[offer]?.[row] ?? Number.NaN)) continue;
      tally ??= this.#tally(quotas[row] ?? 0);
      tally.eligible[offer] = (tally.eligible[offer] ?? 0) + 1;
    }
    if (tally === null) return false;
    tally.people += 1;
    tally.surplus?.add(block, row);
    return true;
  }

  #tally(membership: number): MembershipTally {
    const known = this.#tallies.get(membership);
    if (known !== undefined) return known;
    const surplus = this.#hasSurplus ? new SurplusTally() : null;
    const tally = { membership, people: 0, eligible: new Float64Array(this.#offers), surplus };
    this.#tallies.set(membership, tally);
    return tally;
  }

  #putFigures({ value, surplus = [] }: OptionBlock, row: number, at: number): void {
    let to = at;
    for (const column of value) this.#records[to++] = column[row] ?? Number.NaN;
    if (!this.#hasSurplus) return;
    for (const column of surplus) this.#records[to++] = column[row] ?? Number.NaN;
  }

  /** Where the next record goes. */
  #room(): number {
    if (this.#held >= 2 * SAMPLE) this.#prune(SAMPLE);
    const at = this.#held * this.#width;
    if (at + this.#width > this.#records.length) {
      const larger = new Float64Array(Math.max(1024, Math.min(2 * SAMPLE, 2 * this.#held)) * this.#width);
      larger.set(this.#records);
      this.#records = larger;
    }
    this.#held += 1;
    return at;
  }

  /** Puts the records in order and keeps the first. */
  #prune(most: number): void {
    const order = Uint32Array.from({ length: this.#held }, (_, record) => record).sort((a, b) => this.#compare(a, b));
    const kept = order.subarray(0, most);
    const records = new Float64Array(kept.length * this.#width);
    kept.forEach((record, place) => {
      records.set(this.#records.subarray(record * this.#width, (record + 1) * this.#width), place * this.#width);
    });
    this.#records = records;
    this.#held = kept.length;
    if (kept.length === SAMPLE) this.#threshold = sampleKey(records[(kept.length - 1) * this.#width + KEY] ?? 0);
  }

  #compare(a: number, b: number): number {
    const [from, other] = [a * this.#width, b * this.#width];
    const byHash = sampleKey(this.#records[from + KEY] ?? 0) - sampleKey(this.#records[other + KEY] ?? 0);
    if (byHash !== 0) return byHash;
    for (let place = 0; place < this.#width; place++) {
      const [one = 0, two = 0] = [this.#records[from + place], this.#records[other + place]];
      if (Object.is(one, two)) continue;
      if (Number.isNaN(one)) return 1;
      return Number.isNaN(two) ? -1 : one - two;
    }
    return 0;
  }
}

const SAMPLE_SEED = 0x5bd1e995;

/** Who is in the sample says nothing of how ties are settled. */
function sampleKey(key: number): number {
  return mixed(key ^ SAMPLE_SEED);
}
