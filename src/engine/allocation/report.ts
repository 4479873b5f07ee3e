import { allocationWords } from './limit-words.js';
import { type AssignPlan } from './problem/plans.js';
import { type AllocationProblem, type AllocationLimit, MICRO, type Program } from './problem/problem.js';
import { type ChosenRows } from './rows/choose-rows.js';
import { type PeopleRows, valueOf } from './rows/people-rows.js';

/** What an allocation came to. */
export interface AllocationReport {
  /** How many people had an option, and how many get one. */
  readonly people: number;
  readonly chosen: number;
  /** By offer. */
  readonly byOffer: readonly number[];
  /** What the chosen are worth together: money, or conversions. */
  readonly objective: number;
  /** No choice within the limits is worth more than this. */
  readonly bound: number;
  /** The share of the bound that is not reached, 0 to 1. */
  readonly gap: number;
  readonly limits: readonly LimitUse[];
  /**
   * By offer: its shadow price, what its reserve, its place in the audience and its piece of the stock would bring elsewhere, at
   * the multipliers. Of the objective; quotas and a minimum ROI are not in it.
   */
  readonly prices: readonly number[];
  /** Of a minimum ROI: with how many people it can be met at most; null without one. */
  readonly roiReach: number | null;
  /** What kept the allocation from being worth more, a sentence for each limit that did. */
  readonly words: readonly string[];
}

/** How a limit was used. */
interface LimitUse {
  readonly limit: AllocationLimit;
  /** People or money; of a minimum ROI, the profit beyond it in money. */
  readonly used: number;
  /** How much there is: as the problem has it; of a minimum ROI 0. */
  readonly of: number;
  /** What one more unit of the limit would bring of the objective: a person, one of money, of a minimum ROI one of profit. */
  readonly multiplier: number;
}

/** The report once the people at the cut are settled. */
export function reportOf(
  { problem, decided, multipliers, people, bound, prices, roiReach }: AssignPlan,
  program: Program,
  rows: PeopleRows,
  { offers, used, bound: own, prices: found }: ChosenRows,
): AllocationReport {
  let value = BigInt(decided.value);
  const byOffer = [...decided.chosen];
  offers.forEach((offer, row) => {
    if (offer === -1) return;
    value += BigInt(valueOf(rows, row, offer));
    byOffer[offer] = (byOffer[offer] ?? 0) + 1;
  });
  const most = bound === null ? Math.max(own, Number(value)) : Number(bound);
  const final = prices === null ? [...found] : multipliers;
  const limits = program.limits.map((limit, place): LimitUse => {
    const all = Number(decided.usage[place] ?? 0) + (used[place] ?? 0);
    const unit = unitOf(limit, program);
    const multiplier = (final[place] ?? 0) / (limit.kind === 'minimumRoi' ? 1 : MICRO * unit);
    return { limit, used: Math.abs(all) * unit + 0, of: sizeOf(limit, problem), multiplier };
  });
  return {
    people,
    chosen: byOffer.reduce((sum, count) => sum + count, 0),
    byOffer,
    objective: Number(value) / MICRO,
    bound: most / MICRO,
    gap: most === 0 ? 0 : (most - Number(value)) / Math.abs(most),
    limits,
    prices: problem.offers.map(({ reserve }, offer) =>
      limits.reduce((price, { limit, multiplier }) => price + multiplier * takenOf(limit, offer, reserve), 0),
    ),
    roiReach,
    words: allocationWords({ limits, roiReach }, problem),
  };
}

/** How much of a limit an offer takes, whoever gets it. */
function takenOf(limit: AllocationLimit, offer: number, reserve: number): number {
  if (limit.kind === 'budget') return reserve;
  return limit.kind === 'audience' || (limit.kind === 'stock' && limit.offer === offer) ? 1 : 0;
}

function sizeOf(limit: AllocationLimit, { offers, quotas, audience = 0, budget = 0 }: AllocationProblem): number {
  switch (limit.kind) {
    case 'audience':
      return audience;
    case 'budget':
      return budget;
    case 'stock':
      return offers[limit.offer]?.stock ?? 0;
    case 'minimumRoi':
      return 0;
    case 'quotaMinimum':
      return quotas[limit.quota]?.minimum ?? 0;
    case 'quotaMaximum':
      return quotas[limit.quota]?.maximum ?? 0;
  }
}

function unitOf({ kind }: AllocationLimit, { unit }: Program): number {
  if (kind === 'budget') return unit / MICRO;
  return kind === 'minimumRoi' ? 1 / MICRO : 1;
}
