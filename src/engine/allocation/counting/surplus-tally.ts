import { type OptionBlock } from '../problem/blocks.js';
import { fromParts, toParts, WholeSums } from '../problem/whole-sums.js';

const PER_OCTAVE = 8;
const SIZES = 52 * PER_OCTAVE;
const MOST_LOSS = 2 * SIZES;

/** How many people have which largest surplus of their offers: first those who gain, then those who lose ever more. */
export class SurplusTally {
  readonly counts = new Float64Array(MOST_LOSS);
  readonly #sums = new WholeSums(MOST_LOSS);

  add(block: OptionBlock, row: number): void {
    let most = -Infinity;
    for (let offer = 0; offer < block.value.length; offer++) {
      if (Number.isNaN(block.value[offer]?.[row] ?? Number.NaN)) continue;
      most = Math.max(most, block.surplus?.[offer]?.[row] ?? 0);
    }
    const place = placeOf(most);
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.#sums.reserve(Math.abs(most));
    this.#sums.open[place] = (this.#sums.open[place] ?? 0) + most;
  }

  merge(other: SurplusTally): void {
    other.counts.forEach((count, place) => {
      if (count === 0) return;
      this.counts[place] = (this.counts[place] ?? 0) + count;
      this.#sums.add(place, other.#sums.total(place));
    });
  }

  /** What all who gain bring together. */
  gained(): bigint {
    let sum = 0n;
    for (let place = 0; place < SIZES; place++) sum += this.#sums.total(place);
    return sum;
  }

  /** To how many people offers can be given, at most, before a surplus is used up; those who gain use none. */
  reach(surplus: bigint): number {
    let left = surplus;
    let people = 0;
    for (let place = 0; place < MOST_LOSS; place++) {
      const count = this.counts[place] ?? 0;
      if (count === 0) continue;
      const loss = place < SIZES ? 0n : -this.#sums.total(place);
      if (loss > left) return people + Math.min(count, Math.floor(Number(left) / leastOf(place - SIZES)));
      left -= loss;
      people += count;
    }
    return people;
  }

  /** Numbers of the places that have people, four each. */
  toNumbers(): readonly number[] {
    return [...this.counts.entries()].flatMap(([place, count]) =>
      count === 0 ? [] : [place, count, ...toParts(this.#sums.total(place))],
    );
  }

  static fromNumbers(numbers: ArrayLike<number>): SurplusTally {
    const tally = new SurplusTally();
    for (let at = 0; at < numbers.length; at += 4) {
      tally.counts[numbers[at] ?? 0] = numbers[at + 1] ?? 0;
      tally.#sums.add(numbers[at] ?? 0, fromParts(numbers[at + 2] ?? 0, numbers[at + 3] ?? 0));
    }
    return tally;
  }
}

function placeOf(surplus: number): number {
  const size = Math.min(SIZES - 1, Math.floor(PER_OCTAVE * Math.log2(Math.max(1, Math.abs(surplus)))));
  return surplus >= 0 ? size : SIZES + size;
}

/** The least loss of the people of a size. */
function leastOf(size: number): number {
  return Math.max(1, Math.floor(2 ** (size / PER_OCTAVE) * (1 - 1e-9)));
}
