import { compareText, numberWords } from '#strata/kernel';
import { limitWords } from './limit-words.js';
import { type OptionBlock } from './problem/blocks.js';
import { type AssignPlan, type UnmetLimit } from './problem/plans.js';
import { type AllocationLimit, type Program, programOf } from './problem/problem.js';
import { type AllocationReport, reportOf } from './report.js';
import { chooseRows } from './rows/choose-rows.js';
import { peopleRows } from './rows/people-rows.js';

/** What the people at the cut get, and what the whole allocation came to; or why there is none. */
export type SettledOffers =
  | { readonly kind: 'allocated'; readonly offers: Int16Array; readonly report: AllocationReport }
  | { readonly kind: 'infeasible'; readonly reasons: readonly UnmetLimit[] };

/**
 * Settles all people whom `assignBlock` left open, in whatever order they come: they are chosen among one by one, so that
 * every limit is met exactly. Ties are settled by the hash of the id.
 *
 * @param ids of the block's people
 */
export function settle(plan: AssignPlan, open: OptionBlock, ids: readonly string[]): SettledOffers {
  const program = programOf(plan.problem);
  const order = orderOf(open, ids);
  const left = program.bounds.map((bound, limit) => bound - Number(plan.decided.usage[limit] ?? 0));
  const people = peopleRows(open, order, program, left);
  const chosen = chooseRows(people, Float64Array.from(plan.multipliers));
  if (!chosen.isWithin) return { kind: 'infeasible', reasons: conflicts(plan, program, chosen.used, left) };
  const offers = new Int16Array(open.rows);
  order.forEach((row, place) => (offers[row] = chosen.offers[place] ?? -1));
  return { kind: 'allocated', offers, report: reportOf(plan, program, people, chosen) };
}

/** The quotas that weren't reached, each with how far it came, and the limits that are used up and so in the way. */
function conflicts(
  { problem, decided }: AssignPlan,
  { limits }: Program,
  used: Float64Array,
  left: Float64Array,
): readonly UnmetLimit[] {
  const excess = (limit: number): number => (used[limit] ?? 0) - (left[limit] ?? 0);
  const inTheWay = limits.filter(({ kind }, limit) => kind !== 'quotaMinimum' && excess(limit) >= 0 - slackOf(kind));
  const within = inTheWay.map((limit) => limitWords(limit, problem)).join(' and ') || 'all other limits';
  return limits.flatMap((limit, place): readonly UnmetLimit[] => {
    if (excess(place) <= 0) return [];
    const reached = limit.kind === 'quotaMinimum' ? -(Number(decided.usage[place] ?? 0) + (used[place] ?? 0)) : null;
    const came = reached === null ? "can't be kept" : `can't be met: it came to ${numberWords(reached)}`;
    return [{ code: 'LIMITS_CONFLICT', words: `${limitWords(limit, problem)} ${came} within ${within}` }];
  });
}

/** A limit is used up where less is left of it than what one more offer may take. */
function slackOf(kind: AllocationLimit['kind']): number {
  return kind === 'budget' || kind === 'minimumRoi' ? Infinity : 0;
}

function orderOf({ rows, keys }: OptionBlock, ids: readonly string[]): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || compareText(ids[a] ?? '', ids[b] ?? ''),
  );
}
