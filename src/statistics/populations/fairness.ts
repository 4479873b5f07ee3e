import { criticalValue, type Estimate, shareInterval } from '../index.js';

/** How many people of a group there are, and how many of them were selected (expected: ties at a cut are selected in part). */
export interface GroupSelection {
  readonly group: string;
  readonly people: number;
  readonly selected: number;
}

/**
 * What the four-fifths rule says about a group: `reference` has the highest selection rate; `fine`: at least four fifths
 * of it; `below`: less, and chance does not explain it; `may be chance`: less, and chance may explain it; `too few`:
 * nothing can be said.
 */
export type FourFifths = 'reference' | 'fine' | 'below' | 'may be chance' | 'too few';

/** The selection of a group beside the group that is selected most. */
export interface GroupFairness extends GroupSelection {
  /** Share of the group that is selected, with Wilson's interval. */
  readonly rate: Estimate;
  /** Its rate ÷ the reference's; null for the reference and where there are too few. */
  readonly ratio: Estimate | null;
  readonly fourFifths: FourFifths;
}

/** Below so many people, or where fewer would be selected or left out by chance, a rate says nothing about a group. */
export const GROUP_FLOOR = { people: 50, expected: 5 } as const;
const FOUR_FIFTHS = 0.8;

/**
 * Selection rates by group, each beside the group with the highest rate among those that are large enough: the
 * four-fifths rule (Uniform Guidelines on Employee Selection Procedures, 1978, § 4 D), read with the interval of the
 * ratio of two shares (Katz et al., 1978).
 */
export function groupFairness(groups: readonly GroupSelection[], level = 0.95): readonly GroupFairness[] {
  const total = groups.reduce((sum, { people }) => sum + people, 0);
  const share = groups.reduce((sum, { selected }) => sum + selected, 0) / total;
  const isLarge = ({ people }: GroupSelection) =>
    people >= GROUP_FLOOR.people && people * Math.min(share, 1 - share) >= GROUP_FLOOR.expected;
  const [reference] = groups
    .filter(isLarge)
    .toSorted((a, b) => rateOf(b) - rateOf(a) || b.people - a.people || (a.group < b.group ? -1 : 1));
  return groups.map((one) => {
    const rate = shareInterval(one.selected, one.people, level);
    if (one === reference) return { ...one, rate, ratio: null, fourFifths: 'reference' };
    if (reference === undefined || !isLarge(one)) return { ...one, rate, ratio: null, fourFifths: 'too few' };
    const ratio = shareRatio(one, reference, level);
    return { ...one, rate, ratio, fourFifths: readingOf(ratio) };
  });
}

function readingOf({ value, upper }: Estimate): FourFifths {
  if (value >= FOUR_FIFTHS) return 'fine';
  return upper < FOUR_FIFTHS ? 'below' : 'may be chance';
}

function rateOf({ selected, people }: GroupSelection): number {
  return selected / people;
}

/** Ratio of two independent shares on the log scale (Katz et al., 1978), half a success added where there is none (Walter, 1975). */
function shareRatio(one: GroupSelection, other: GroupSelection, level: number): Estimate {
  const value = rateOf(other) === 0 ? 1 : rateOf(one) / rateOf(other);
  const add = one.selected === 0 || other.selected === 0 ? 0.5 : 0;
  const parts = [one, other].map(({ selected, people }) => 1 / (selected + add) - 1 / (people + add));
  const spread = criticalValue(level) * Math.sqrt(parts.reduce((sum, part) => sum + part, 0));
  const centre =
    add === 0 ? value : ((one.selected + add) / (one.people + add)) * ((other.people + add) / (other.selected + add));
  return { value, lower: centre * Math.exp(-spread), upper: centre * Math.exp(spread), level };
}
