import { type Scorer } from '#strata/scoring';
import { mostUplift } from '#strata/engine/plan';

/** How the scores of a model are written into a file: the columns after `id`, and their cells. */
export interface ScoreCells {
  readonly columns: readonly string[];
  /** @param values rows × outputs */
  readonly cellsOf: (values: Float64Array, row: number) => readonly string[];
}

/**
 * `score` alone; for uplift `score` is the effect of the treatment that does most, `treatment` names it (empty where none
 * helps), then p0, p1 … and each treatment's effect, uplift1 … in the order of the model's treatments.
 */
export function scoreCells({ task, outputs, treatments }: Pick<Scorer, 'task' | 'outputs' | 'treatments'>): ScoreCells {
  if (task !== 'uplift') return { columns: ['score'], cellsOf: (values, row) => [String(values[row * outputs])] };
  const numbers = treatments.map((_, index) => String(index + 1));
  return {
    columns: ['score', 'treatment', 'p0', ...numbers.map((t) => `p${t}`), ...numbers.map((t) => `uplift${t}`)],
    cellsOf(values, row) {
      const own = values.subarray(row * outputs, (row + 1) * outputs);
      const [natural = Number.NaN, ...treated] = own;
      const effects = treated.map((probability) => probability - natural);
      const most = mostUplift(own);
      const best = most > 0 ? (treatments[effects.indexOf(most)] ?? '') : '';
      return [String(most), best, ...[natural, ...treated, ...effects].map(String)];
    },
  };
}
