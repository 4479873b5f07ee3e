import { type ChoiceReport, type TreatmentReport, type UpliftEvaluation, type UpliftReport } from '../models/index.js';
import { type Estimate } from '../statistics/index.js';
import { decimals, percent } from './model-options.js';
import { printLine, printTable } from './output.js';

/** Prints how an uplift model does beside its rivals, for people. */
export function printUpliftEvaluation(evaluation: UpliftEvaluation): void {
  const { report, notes } = evaluation;
  printLine(upliftSubjectOf(evaluation));
  notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printVerdicts(report);
  report.treatments.forEach(printTreatment);
  if (report.choices !== null) printChoices(report.choices);
}

/** What was judged on which rows, in one sentence. */
export function upliftSubjectOf({ version, model, file, basis, report }: UpliftEvaluation): string {
  const rows = {
    'hold-out': `the ${report.rows} rows of ${file} that it was not trained on`,
    'all rows': `all ${report.rows} examples of ${file}, which is not the file it was trained on`,
    folds: `${report.rows} examples of ${file}, each by a model that was not trained on it`,
  }[basis];
  const name = version === null ? model.id : `Version ${version.version} of ${version.modelId}`;
  return `${name} (${model.plugin}), judged on ${rows}.`;
}

/** What a marketer should take away, one line a treatment. */
export function printVerdicts({ verdicts }: UpliftReport): void {
  verdicts.forEach((words) => {
    printLine(words);
  });
}

function printTreatment({ treatment, rows, effect, topShare, contenders, deciles }: TreatmentReport): void {
  printLine(
    `${treatment}: ${rows.treated} treated, ${rows.controls} controls; on everybody it changes ${points(effect)}.`,
  );
  printTable(
    ['who ranks', 'Qini', 'model is ahead by', 'AUUC', `uplift among the top ${percent(topShare, 0)}`],
    contenders.map(({ selector, title, metrics, modelAhead }) => [
      `${selector}: ${title}`,
      range(metrics.qini),
      modelAhead === null ? '' : range(modelAhead.qini),
      decimals(metrics.auuc.value),
      points(metrics.upliftAt),
    ]),
  );
  printLine('By tenths of the model: what it promised and what happened');
  printTable(
    ['tenth', 'treated', 'controls', 'with', 'without', 'promised', 'happened'],
    deciles.map((bin, index) => [
      index + 1,
      bin.treated,
      bin.controls,
      percent(bin.withTreatment.value),
      percent(bin.without.value),
      `${decimals(100 * bin.predicted, 1)} points`,
      points(bin.uplift),
    ]),
  );
}

function printChoices({ choosers }: ChoiceReport): void {
  printLine('If everybody got what is chosen for them');
  printTable(
    ['who chooses', 'success', 'model is ahead by'],
    choosers.map(({ selector, title, outcome, modelAhead }) => [
      `${selector}: ${title}`,
      `${percent(outcome.value, 2)} [${percent(outcome.lower, 2)}, ${percent(outcome.upper, 2)}]`,
      modelAhead === null ? '' : points(modelAhead, 2),
    ]),
  );
}

function range({ value, lower, upper }: Estimate): string {
  return `${decimals(value)} [${decimals(lower)}, ${decimals(upper)}]`;
}

/** A difference of shares: 0.01 is one point of 100. */
function points({ value, lower, upper }: Estimate, digits = 1): string {
  const [middle, low, high] = [value, lower, upper].map((share) => decimals(100 * share, digits));
  return `${middle ?? ''} points [${low ?? ''}, ${high ?? ''}]`;
}
