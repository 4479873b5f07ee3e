import { type Task } from '#sdk';
import { type ScoredRows } from '#strata/engine/columns';
import { type ScoredFrame } from './scores.js';
import { headlines } from './model/index.js';

/** A model's scores as strategies read them: one value a row, and of an uplift model the probabilities, too. */
export function scoredRows(
  { task, treatments }: { readonly task: Task; readonly treatments: readonly string[] },
  { values, ...ranks }: Pick<ScoredFrame, 'values'> & Partial<ScoredFrame>,
): ScoredRows {
  if (task !== 'uplift') return { values, ...ranks };
  const outputs = treatments.length + 1;
  const best = headlines(values, outputs);
  const output = (place: number): Float64Array => best.map((_, row) => values[row * outputs + place] ?? NaN);
  const treated = new Map(treatments.map((name, index) => [name, output(index + 1)]));
  return { values: best, ...ranks, outcomes: { natural: output(0), treated } };
}
