import { durationMilliseconds } from '#strata/kernel';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { type InteractionLog } from './interaction-log.js';

/** What is learned from is what happened until then, by a share of all entries where nothing is said. */
const LEARNED_SHARE = 0.8;

/** The moment, in milliseconds since 1970, until which is learned what is judged on the rest. */
export function splitMoment(log: InteractionLog, { judged = {} }: RecommendationsAnalysis, until: number): number {
  if (judged.last !== undefined) return until - (durationMilliseconds(judged.last) ?? 0);
  const moments = log.first.toSorted();
  return moments[Math.floor(LEARNED_SHARE * (moments.length - 1))] ?? until;
}

/** What people had after a moment, by the number of the person; who had nothing is left out. */
export type LaterItems = ReadonlyMap<number, ReadonlySet<number>>;

/** @param again whether what they had before counts, too @throws StrataError TOO_FEW_EXAMPLES where there is nothing to judge by */
export function laterItems(
  log: InteractionLog,
  {
    split,
    again,
    numbers,
  }: { readonly split: number; readonly again: boolean; readonly numbers: ReadonlyMap<string, number> },
): LaterItems {
  const later = new Map<number, Set<number>>();
  for (let place = 0; place < log.item.length;) {
    const [person = 0, had = 0] = [log.person[place], log.item[place]];
    let [first, last] = [Infinity, -Infinity];
    // Events of several names with one item stand beside each other.
    for (; log.person[place] === person && log.item[place] === had; place++) {
      first = Math.min(first, log.first[place] ?? Infinity);
      last = Math.max(last, log.last[place] ?? -Infinity);
    }
    const item = numbers.get(log.items[had] ?? '');
    if (item === undefined || last <= split || (!again && first <= split)) continue;
    const own = later.get(person) ?? new Set();
    later.set(person, own.add(item));
  }
  if (later.size > 0) return later;
  const after = new Date(split).toISOString();
  throw new StrataError('TOO_FEW_EXAMPLES', 'There is nothing to judge recommendations by.', {
    problems: [{ message: `nobody had anything new after ${after}`, expected: 'interactions later than that' }],
  });
}
