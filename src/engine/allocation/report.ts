import { type AssignPlan } from './plans.js';
import { type Limit, MICRO, type Program } from './problem.js';
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
}

/** How a limit was used. */
export interface LimitUse {
  readonly limit: Limit;
  /** People, money, or of a minimum ROI the surplus of profit in money: what is used of how much there is. */
  readonly used: number;
  readonly of: number;
  /** What one more unit of the limit (a person, a unit of money, 1 of ROI's surplus) would bring of the objective. */
  readonly multiplier: number;
}

/** The report once the people at the cut are settled. */
export function reportOf(
  { decided, multipliers, people, bound, prices }: AssignPlan,
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
  return {
    people,
    chosen: byOffer.reduce((sum, count) => sum + count, 0),
    byOffer,
    objective: Number(value) / MICRO,
    bound: most / MICRO,
    gap: most === 0 ? 0 : (most - Number(value)) / Math.abs(most),
    limits: program.limits.map((limit, place) => {
      const unit = unitOf(limit, program);
      const all = Number(decided.usage[place] ?? 0) + (used[place] ?? 0);
      return {
        limit,
        used: Math.abs(all) * unit + 0,
        of: Math.abs(program.bounds[place] ?? 0) * unit,
        multiplier: (final[place] ?? 0) / (limit.kind === 'minimumRoi' ? 1 : MICRO * unit),
      };
    }),
  };
}

function unitOf({ kind }: Limit, { unit }: Program): number {
  if (kind === 'budget') return unit / MICRO;
  return kind === 'minimumRoi' ? 1 / MICRO : 1;
}
