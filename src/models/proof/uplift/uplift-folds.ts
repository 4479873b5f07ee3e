import { hashShare } from '#strata/kernel';
import { type ModelDocument } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { type Examples, peopleOf, pickExamples } from '../../datasets/index.js';
import { scoreOutputs, type HumanRule, type UpliftReport, upliftReport } from '../../training/index.js';

/** What to train again, on what. */
export interface UpliftFoldsRequest {
  readonly document: ModelDocument;
  readonly examples: Examples;
  readonly folds: number;
  readonly seed: number;
  readonly host: PluginHost;
  readonly human?: HumanRule;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/**
 * The report on all examples, each scored by a model that was not trained on it: a single hold-out is often too small to tell
 * an effect from another. All rows of a person are in one fold.
 *
 * @throws StrataError TOO_FEW_EXAMPLES, SCORER_…, PLUGIN_…
 */
export async function judgeUpliftByFolds(request: UpliftFoldsRequest): Promise<UpliftReport> {
  const { examples, folds, seed, human } = request;
  const { label, treatment = new Uint8Array(), treatments = [] } = examples;
  const width = treatments.length + 1;
  const all = Uint32Array.from(label.keys());
  const foldOf = all.map((row) => Math.floor(folds * hashShare(`folds-${seed}:holdout:${examples.keyOf(row)}`)));
  const values = new Float64Array(label.length * width);
  for (let fold = 0; fold < folds; fold++) {
    request.progress?.(fold / folds, `fold ${fold + 1} of ${folds}`);
    const judged = all.filter((row) => foldOf[row] === fold);
    const taught = pickExamples(
      examples,
      all.filter((row) => foldOf[row] !== fold),
    );
    const scores = await scoreUnseen(request, taught, pickExamples(examples, judged));
    judged.forEach((row, place) => {
      values.set(scores.subarray(place * width, (place + 1) * width), row * width);
    });
  }
  const { features: columns } = examples;
  const people = peopleOf(examples);
  return upliftReport({
    treatments,
    values,
    label,
    treatment,
    columns,
    seed,
    ...(people && { people }),
    ...(human === undefined ? {} : { human }),
  });
}

async function scoreUnseen(
  { document, host, seed }: UpliftFoldsRequest,
  taught: Examples,
  judged: Examples,
): Promise<Float64Array> {
  const { treatment, treatments } = taught;
  const { bytes } = await host.train({
    plugin: document.plugin,
    task: 'uplift',
    options: document.options ?? {},
    columns: taught.features,
    label: taught.label,
    ...(treatment === undefined ? {} : { treatment }),
    ...(treatments === undefined ? {} : { treatments }),
    seed,
  });
  const scorer = await host.load(bytes, 'batch');
  try {
    const { values } = await scoreOutputs(scorer, judged.features);
    return values;
  } finally {
    await scorer.close();
  }
}
