import { type Scorer } from '#strata/scoring';
import { StrataError } from '#sdk';
import { areShares } from '#strata/statistics';
import { type Examples, peopleOf } from '../datasets/index.js';
import { scoreOutputs } from './score-columns.js';
import { mostUplift } from '#strata/engine/plan';
import { type HumanRule, type UpliftReport } from './holdout/uplift-figures.js';
import { upliftReport } from './holdout/uplift-report.js';

/** The report on examples that the model has not seen, and each one's score: its most uplift. @throws StrataError TOO_FEW_EXAMPLES, SCORER_… */
export async function judgeUplift(
  scorer: Scorer,
  examples: Examples,
  options: { readonly seed: number; readonly human?: HumanRule },
): Promise<{ readonly uplift: UpliftReport; readonly scores: Float64Array }> {
  const { features, label, treatment } = examples;
  if (treatment === undefined) throw new StrataError('INTERNAL', 'The examples say no treatment.');
  refuseEmptyArm(treatment, label, scorer.treatments);
  const { values } = await scoreOutputs(scorer, features);
  const people = peopleOf(examples);
  const uplift = upliftReport({
    treatments: scorer.treatments,
    values,
    label,
    treatment,
    columns: features,
    ...(people && { people }),
    ...options,
  });
  const { outputs } = scorer;
  const scores = label.map((_, row) => mostUplift(values.subarray(row * outputs, (row + 1) * outputs)));
  return { uplift, scores };
}

/** @throws StrataError TOO_FEW_EXAMPLES where an arm has no row to compare, or no success */
export function refuseEmptyArm(treatment: Uint8Array, label: Float64Array, treatments: readonly string[]): void {
  const shares = areShares(label);
  const arms = ['control', ...treatments].map((name, arm) => {
    const rows = Array.from(label.keys()).filter((row) => treatment[row] === arm);
    return { name, rows: rows.length, positives: rows.reduce((sum, row) => sum + (label[row] ?? 0), 0) };
  });
  if (arms.every(({ rows, positives }) => rows > 1 && (!shares || positives > 0))) return;
  throw new StrataError('TOO_FEW_EXAMPLES', 'An effect cannot be judged without successes in every arm.', {
    problems: arms.map(({ name, rows, positives }) => ({ message: `${name}: ${positives} positives of ${rows} rows` })),
  });
}
