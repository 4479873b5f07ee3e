import { fixedWords } from '#strata/kernel';
import { type ModelEvaluation, type ProfitReport, type Suggestion } from '#strata/models/proof/evaluation';
import { coverageAt } from '#strata/statistics/prediction';
import { decimals, percent, printLine, printTable } from '../output/output.js';

/** Prints how good a model is as lines and tables for people. */
export function printEvaluation(evaluation: ModelEvaluation): void {
  printLine(subjectOf(evaluation));
  evaluation.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printVerdict(evaluation);
  printMetrics(evaluation);
  printFolds(evaluation);
  printRivals(evaluation);
  printChampion(evaluation);
  printThresholds(evaluation);
  printCurves(evaluation);
  if (evaluation.profit !== null) printProfit(evaluation.profit);
}

/** What was judged on which rows, in one sentence. */
export function subjectOf({ version, model, file, basis, metrics, folds }: ModelEvaluation): string {
  const rows = {
    'hold-out': `the ${fixedWords(metrics.rows, 0)} rows of ${file} that it was not trained on`,
    'all rows': `all ${fixedWords(metrics.rows, 0)} examples of ${file}, which is not the file it was trained on`,
    folds: `${fixedWords(metrics.rows, 0)} examples of ${file}, each by a model that was not trained on it (${folds?.folds.length ?? 0} folds by ${folds?.by ?? ''})`,
  }[basis];
  const name = version === null ? model.id : `Version ${version.version} of ${version.modelId}`;
  return `${name} (${model.plugin}), judged on ${rows}.`;
}

const MARKS = { passed: 'yes', warned: 'so-so', failed: 'no' } as const;

function printVerdict({ verdict }: ModelEvaluation): void {
  printLine(verdict.headline);
  printTable(
    ['question', 'answer', 'in words'],
    verdict.checks.map(({ check, result, words }) => [check, MARKS[result], words]),
  );
}

function printMetrics({ metrics }: ModelEvaluation): void {
  if (!('auc' in metrics)) {
    const { ofTheMean } = metrics;
    printTable(
      ['', 'model', 'always the mean'],
      [
        ['root mean squared error', decimals(metrics.rootMeanSquaredError), decimals(ofTheMean.rootMeanSquaredError)],
        ['mean absolute error', decimals(metrics.meanAbsoluteError), decimals(ofTheMean.meanAbsoluteError)],
        ['R²', `${decimals(metrics.explained.value)} ${interval(metrics.explained)}`, decimals(0)],
      ],
    );
    return;
  }
  printTable(
    ['measure', 'value', 'how to read it'],
    [
      [
        'positives',
        `${fixedWords(metrics.positives, 0)} of ${fixedWords(metrics.rows, 0)}`,
        percent(metrics.positives / metrics.rows),
      ],
      ['AUC', decimals(metrics.auc.value), `95 %: ${interval(metrics.auc)}; chance is 0.5`],
      ['log loss', decimals(metrics.logLoss), '0 is perfect'],
      ['Brier score', decimals(metrics.brier), '0 is perfect'],
      [
        'calibration error',
        decimals(metrics.calibrationError),
        `a perfect model stays below ${decimals(metrics.perfectCalibrationError)}`,
      ],
    ],
  );
  printLine('Calibration: what was promised and what happened, in groups of about equally many rows');
  printTable(
    ['rows', 'probability from', 'to', 'promised', 'happened'],
    metrics.calibration.map(({ rows, from, to, predicted, observed }) => [
      rows,
      decimals(from),
      decimals(to),
      percent(predicted),
      percent(observed),
    ]),
  );
}

function printFolds({ folds }: ModelEvaluation): void {
  if (folds === null) return;
  const measures = folds.summary.map(({ measure }) => measure);
  printLine('Folds: each judged by a model of the other rows');
  printTable(
    ['fold', 'trained on', 'judged', ...measures],
    [
      ...folds.folds.map(({ fold, training, rows, from, measures: values }) => [
        from === null ? fold : `from ${from.slice(0, 10)}`,
        training,
        rows,
        ...measures.map((measure) => decimals(values[measure] ?? Number.NaN)),
      ]),
      ['mean (sd)', '', '', ...folds.summary.map(({ mean, sd }) => `${decimals(mean)} (${decimals(sd)})`)],
    ],
  );
}

function printRivals({ rivals, curves, metrics }: ModelEvaluation): void {
  if (rivals === null || !('auc' in metrics)) return;
  const covered = coverageAt(curves?.coverage ?? [], 0.2);
  printLine('The dumb rivals on the same rows');
  printTable(
    ['selector', 'AUC', 'model is ahead by', 'top 20 % covers'],
    [
      ['model', decimals(metrics.auc.value), '', percent(covered)],
      ...rivals.map((rival) => [
        `${rival.selector}: ${rival.title}`,
        decimals(rival.auc.value),
        `${decimals(rival.modelAhead.value)} ${interval(rival.modelAhead)}`,
        percent(rival.coverage20),
      ]),
    ],
  );
}

function printChampion({ champion }: ModelEvaluation): void {
  if (champion === null) return;
  printLine(
    `The champion, version ${champion.version} (${champion.plugin}), on the same ${fixedWords(champion.rows, 0)} rows`,
  );
  printTable(
    ['measure', 'model', 'champion', 'difference', 'the model is'],
    champion.measures.map(({ measure, model, champion: theirs, difference, result }) => [
      measure,
      decimals(model),
      decimals(theirs),
      `${decimals(difference.value)} ${interval(difference)}`,
      result === 'draw' ? 'not to be told from it' : result,
    ]),
  );
}

function printThresholds({ thresholds, profit }: ModelEvaluation): void {
  if (thresholds === null) return;
  const leftOut = profit?.role === 'natural';
  printLine(
    leftOut
      ? 'Thresholds to choose from: leaving out from the threshold up, who would buy anyway'
      : 'Thresholds to choose from: selecting from the threshold up',
  );
  const selects = leftOut
    ? ['leaves out', 'of whom buy anyway', 'of all who do']
    : ['selects', 'of whom positive', 'covers'];
  const money = profit === null ? [] : ['contacts', 'cost', 'profit'];
  printTable(
    ['rule', 'threshold', ...selects, 'F1', ...money],
    thresholds.map((suggestion) => [
      suggestion.rule,
      decimals(suggestion.threshold),
      percent(suggestion.share),
      percent(suggestion.precision),
      percent(suggestion.recall),
      decimals(suggestion.f1, 3),
      ...moneyCells(suggestion),
    ]),
  );
}

function moneyCells({ money }: Suggestion): readonly (string | number)[] {
  if (money === null) return [];
  const { profit } = money;
  return [
    money.contacted,
    decimals(money.cost, 2),
    `${decimals(profit.value, 2)} [${decimals(profit.lower, 0)}, ${decimals(profit.upper, 0)}]`,
  ];
}

/** Curves are printed at about this many points; `--json` has all. */
const PRINTED_POINTS = 10;

function printCurves({ curves, metrics }: ModelEvaluation): void {
  if (curves === null || !('auc' in metrics)) return;
  const rate = metrics.positives / metrics.rows;
  printLine(
    'Coverage and lift: the top share of rows covers this share of the positives, so many times as many as by chance',
  );
  printTable(
    ['top', 'threshold', 'covers', 'lift'],
    thinned(curves.coverage).map((point) => [
      percent(point.share),
      decimals(point.threshold),
      percent(point.recall),
      decimals(point.precision / rate, 2),
    ]),
  );
  printLine('Precision against recall, smoothed');
  printTable(
    ['covers', 'threshold', 'of whom positive'],
    thinned(curves.precisionRecall).map((point) => [
      percent(point.recall),
      decimals(point.threshold),
      percent(point.precision),
    ]),
  );
}

function printProfit({ strategy, offer, role, basis, best, everybody, curve, checked }: ProfitReport): void {
  const whose = strategy === null ? '' : ` of ${strategy}, offer ${offer ?? ''}`;
  printLine(`Money${whose} (${basis}): contacting a share of these rows`);
  printTable(
    ['contacted', 'threshold', 'profit'],
    thinned(curve).map((point) => [percent(point.share), decimals(point.threshold), decimals(point.profit, 2)]),
  );
  printLine(
    `Best: ${instructionOf(role, best)}: ${percent(best.share)} contacted, profit ${decimals(best.profit, 2)}; everybody: ${decimals(everybody.profit, 2)}.`,
  );
  const { profit, overEverybody } = checked;
  printLine(
    `Chosen on one half of the rows and applied to the other: profit ${decimals(profit.value, 2)} ${interval(profit, 0)}, more than contacting everybody by ${decimals(overEverybody.value, 2)} ${interval(overEverybody, 0)}.`,
  );
}

function instructionOf(role: ProfitReport['role'], { threshold, contacted }: ProfitReport['best']): string {
  if (contacted === 0) return 'contact nobody';
  if (threshold === Infinity) return 'leave out nobody';
  return `${role === 'natural' ? 'leave out' : 'contact'} who scores ${decimals(threshold)} or more`;
}

function thinned<T>(points: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.ceil(points.length / PRINTED_POINTS));
  return points.filter((_, index) => (points.length - 1 - index) % step === 0);
}

function interval({ lower, upper }: { readonly lower: number; readonly upper: number }, digits = 4): string {
  return `[${decimals(lower, digits)}, ${decimals(upper, digits)}]`;
}
