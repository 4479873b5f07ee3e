import { compareText } from '#strata/kernel';
import { type OptionBlock } from './blocks.js';
import { type AssignPlan, type UnmetLimit } from './plans.js';
import { programOf } from './problem.js';
import { type AllocationReport, reportOf } from './report.js';
import { chooseRows } from './rows/choose-rows.js';
import { peopleRows } from './rows/people-rows.js';

/** What the people at the cut get, and what the whole allocation came to; or why there is none. */
export type Settlement =
  | { readonly kind: 'allocated'; readonly offers: Int16Array; readonly report: AllocationReport }
  | { readonly kind: 'infeasible'; readonly reasons: readonly UnmetLimit[] };

/**
 * Settles all people whom `assignBlock` left open, in whatever order they come: they are chosen among one by one, so that
 * every limit is met exactly. Ties are settled by the hash of the id.
 *
 * @param ids of the block's people
 */
export function settle(plan: AssignPlan, open: OptionBlock, ids: readonly string[]): Settlement {
  const program = programOf(plan.problem);
  const order = orderOf(open, ids);
  const left = program.bounds.map((bound, limit) => bound - Number(plan.decided.usage[limit] ?? 0));
  const people = peopleRows(open, order, program, left);
  const chosen = chooseRows(people, Float64Array.from(plan.multipliers));
  if (!chosen.isWithin) return { kind: 'infeasible', reasons: [CONFLICT] };
  const offers = new Int16Array(open.rows);
  order.forEach((row, place) => (offers[row] = chosen.offers[place] ?? -1));
  return { kind: 'allocated', offers, report: reportOf(plan, program, people, chosen) };
}

const CONFLICT: UnmetLimit = { code: 'LIMITS_CONFLICT', words: "these limits can't be met together" };

function orderOf({ rows, keys }: OptionBlock, ids: readonly string[]): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || compareText(ids[a] ?? '', ids[b] ?? ''),
  );
}
