import { fixedWords } from '#strata/kernel';
import { type ChoiceReport, type TreatmentReport, type UpliftReport } from '#strata/models/training';
import { type UpliftEvaluation } from '#strata/models/proof/uplift';
import { type Estimate } from '#strata/statistics';
import { decimals, percent, printLine, printTable } from '../output/output.js';

/** Prints how an uplift model does beside its rivals, for people. */
export function printUpliftEvaluation(evaluation: UpliftEvaluation): void {
  const { report, notes } = evaluation;
  printLine(upliftSubjectOf(evaluation));
  notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  if (evaluation.leakage !== null)
    printLine(
      `${evaluation.leakage.result === 'warned' ? 'Look first' : 'It does not pass'}: ${evaluation.leakage.words}.`,
    );
  printVerdicts(report);
  for (const treatment of report.treatments) printTreatment(treatment, report.outcome);
  if (report.choices !== null) printChoices(report.choices, report.outcome);
}

/** What was judged on which rows, in one sentence. */
export function upliftSubjectOf({ version, model, file, basis, report }: UpliftEvaluation): string {
  const rows = {
    'hold-out': `the ${fixedWords(report.rows, 0)} rows of ${file} that it was not trained on`,
    'all rows': `all ${fixedWords(report.rows, 0)} examples of ${file}, which is not the file it was trained on`,
    folds: `${fixedWords(report.rows, 0)} examples of ${file}, each by a model that was not trained on it`,
  }[basis];
  const name = version === null ? model.id : `Version ${version.version} of ${version.modelId}`;
  return `${name} (${model.plugin}), judged on ${rows}.`;
}

/** What a marketer should take away, one line a treatment. */
export function printVerdicts({ verdicts }: Pick<UpliftReport, 'verdicts'>): void {
  verdicts.forEach((words) => {
    printLine(words);
  });
}

function printTreatment(report: TreatmentReport, outcome: UpliftReport['outcome']): void {
  const { treatment, rows, topShare, contenders, deciles, balance } = report;
  const format = formatOf(outcome);
  printLine(
    `${treatment}: ${fixedWords(rows.treated, 0)} treated, ${fixedWords(rows.controls, 0)} controls; ${effectWords(report, outcome)}.`,
  );
  if (balance?.differs === false) printLine(`Before it, ${balance.words}.`);
  printTable(
    ['who ranks', 'Qini', 'model is ahead by', 'AUUC', `uplift among the top ${percent(topShare, 0)}`],
    contenders.map(({ selector, title, metrics, modelAhead }) => [
      `${selector}: ${title}`,
      range(metrics.qini),
      modelAhead === null ? '' : range(modelAhead.qini),
      decimals(metrics.auuc.value),
      format.change(metrics.upliftAt),
    ]),
  );
  printLine("By the model's uplift, the highest first: what it promised and what happened");
  printTable(
    ['part', 'treated', 'controls', 'with', 'without', 'promised', 'happened'],
    deciles.map((bin, index) => [
      index + 1,
      bin.treated,
      bin.controls,
      format.level(bin.withTreatment.value),
      format.level(bin.without.value),
      format.promised(bin.predicted),
      format.change(bin.uplift),
    ]),
  );
}

/** What the difference between treated and controls is: an effect only where chance chose the treated. */
function effectWords({ effect, balance }: TreatmentReport, outcome: UpliftReport['outcome']): string {
  const difference = formatOf(outcome).change(effect);
  return balance?.differs === true
    ? `they differ by ${difference}, and were not drawn by chance: that is no effect`
    : `on everybody it changes ${difference}`;
}

/** Successes are told in points of 100, values in their own unit. */
function formatOf(outcome: UpliftReport['outcome']) {
  if (outcome === 'success') {
    return {
      level: (value: number) => percent(value),
      promised: (value: number) => `${decimals(100 * value, 1)} points`,
      change: (estimate: Estimate, digits = 1) => points(estimate, digits),
    };
  }
  return {
    level: (value: number) => decimals(value, 2),
    promised: (value: number) => decimals(value, 2),
    change: ({ value, lower, upper }: Estimate) =>
      `${decimals(value, 2)} [${decimals(lower, 2)}, ${decimals(upper, 2)}]`,
  };
}

function printChoices({ choosers }: ChoiceReport, outcome: UpliftReport['outcome']): void {
  const format = formatOf(outcome);
  printLine('If everybody got what is chosen for them');
  printTable(
    ['who chooses', outcome === 'success' ? 'success' : 'mean value', 'model is ahead by'],
    choosers.map(({ selector, title, outcome: reached, modelAhead }) => [
      `${selector}: ${title}`,
      levels(reached, outcome),
      modelAhead === null ? '' : format.change(modelAhead, 2),
    ]),
  );
}

function levels({ value, lower, upper }: Estimate, outcome: UpliftReport['outcome']): string {
  const level = (one: number) => (outcome === 'success' ? percent(one, 2) : decimals(one, 2));
  return `${level(value)} [${level(lower)}, ${level(upper)}]`;
}

function range({ value, lower, upper }: Estimate): string {
  return `${decimals(value)} [${decimals(lower)}, ${decimals(upper)}]`;
}

/** A difference of shares: 0.01 is one point of 100. */
function points({ value, lower, upper }: Estimate, digits = 1): string {
  const [middle, low, high] = [value, lower, upper].map((share) => decimals(100 * share, digits));
  return `${middle ?? ''} points [${low ?? ''}, ${high ?? ''}]`;
}
