import { type Command } from 'commander';
import { evaluateModel, type Evaluation, type ProfitReport } from '../../models/index.js';
import { readDocument } from '../../rulebook/index.js';
import {
  addFileOptions,
  decimals,
  exampleOptions,
  type FileOptions,
  MAX_SEED,
  percent,
  readModel,
  share,
  wholeNumber,
} from '../model-options.js';
import { printJson, printLine, printTable, startProgress } from '../output.js';
import { withWorkspace, type Workspace } from '../workspace.js';

interface EvaluateOptions extends FileOptions {
  readonly strategy?: string;
  readonly version?: number;
  readonly coverage: number;
  readonly seed: number;
}

/** `strata evaluate`: how good a model is, what its thresholds mean, and what the dumb rivals do. */
export function registerEvaluate(program: Command): void {
  const command = program
    .command('evaluate <model>')
    .description('judge the champion of a model on a file; of its training file only the hold-out is used');
  addFileOptions(command)
    .option('--strategy <strategy>', 'adds the human rule as a rival and the threshold that pays best')
    .option('--version <number>', 'another version than the champion', wholeNumber(1, MAX_SEED))
    .option('--coverage <share>', 'the share of the positives that one of the thresholds covers', share, 0.7)
    .option('--seed <number>', 'of the simulations', wholeNumber(0, MAX_SEED), 1)
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExample:\n  $ strata evaluate natural-conversion --data shop/history-validation.csv --strategy win-back-coupon',
    )
    .action((model: string, options: EvaluateOptions) =>
      withWorkspace((workspace) => evaluate(workspace, model, options)),
    );
}

async function evaluate(workspace: Workspace, model: string, options: EvaluateOptions): Promise<void> {
  const { config } = workspace;
  const { document, segments } = await readModel(model, config);
  const { version, coverage, seed } = options;
  const strategy =
    options.strategy === undefined
      ? undefined
      : await readDocument('strategy', options.strategy, { directory: config.rulesDir });
  const progress = startProgress(`Judging ${document.id}`);
  try {
    const evaluation = await evaluateModel({
      ...exampleOptions(options, segments),
      document,
      source: { kind: 'file', file: options.data },
      host: await workspace.host(),
      registry: await workspace.registry(),
      coverage,
      seed,
      progress: (done, note) => {
        progress.update(done, note);
      },
      ...(version === undefined ? {} : { version }),
      ...(strategy === undefined ? {} : { strategy }),
    });
    progress.end();
    if (options.json) printJson(evaluation);
    else printEvaluation(evaluation);
  } finally {
    progress.end();
  }
}

function printEvaluation(evaluation: Evaluation): void {
  const { version, file, basis, metrics, notes } = evaluation;
  const rows =
    basis === 'hold-out'
      ? `the ${metrics.rows} rows of ${file} that it was not trained on`
      : `all ${metrics.rows} examples of ${file}, which is not the file it was trained on`;
  printLine(`Version ${version.version} of ${version.modelId} (${version.plugin}), judged on ${rows}.`);
  notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printMetrics(evaluation);
  printRivals(evaluation);
  printThresholds(evaluation);
  printCurves(evaluation);
  if (evaluation.profit !== null) printProfit(evaluation.profit);
}

function printMetrics({ metrics }: Evaluation): void {
  if (!('auc' in metrics)) {
    const { ofTheMean } = metrics;
    printTable(
      ['', 'model', 'always the mean'],
      [
        ['root mean squared error', decimals(metrics.rootMeanSquaredError), decimals(ofTheMean.rootMeanSquaredError)],
        ['mean absolute error', decimals(metrics.meanAbsoluteError), decimals(ofTheMean.meanAbsoluteError)],
      ],
    );
    return;
  }
  printTable(
    ['measure', 'value', 'how to read it'],
    [
      ['positives', `${metrics.positives} of ${metrics.rows}`, percent(metrics.positives / metrics.rows)],
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
  printLine('Calibration: what was promised and what happened, in tenths of the rows');
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

function printRivals({ rivals, curves, metrics }: Evaluation): void {
  if (rivals === null || !('auc' in metrics)) return;
  const covered = curves?.coverage.find(({ share: selected }) => selected >= 0.2 - 1e-9)?.recall ?? Number.NaN;
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

function printThresholds({ thresholds }: Evaluation): void {
  if (thresholds === null) return;
  printLine('Thresholds to choose from: selecting from the threshold up');
  printTable(
    ['rule', 'threshold', 'selects', 'of whom positive', 'covers', 'F1'],
    thresholds.map(({ rule, threshold, share: selected, precision, recall, f1 }) => [
      rule,
      decimals(threshold),
      percent(selected),
      percent(precision),
      percent(recall),
      decimals(f1, 3),
    ]),
  );
}

/** Curves are printed at about this many points; `--json` has all. */
const PRINTED_POINTS = 10;

function printCurves({ curves }: Evaluation): void {
  if (curves === null) return;
  printLine('Coverage: the top share of rows covers this share of the positives');
  printTable(
    ['top', 'threshold', 'covers'],
    thinned(curves.coverage).map((point) => [percent(point.share), decimals(point.threshold), percent(point.recall)]),
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

function printProfit({ strategy, offer, role, basis, best, everybody, curve }: ProfitReport): void {
  const rule =
    role === 'natural'
      ? `leave out who scores ${decimals(best.threshold)} or more`
      : `contact who scores ${decimals(best.threshold)} or more`;
  printLine(`Money of ${strategy}, offer ${offer} (${basis}): contacting a share of these rows`);
  printTable(
    ['contacted', 'threshold', 'profit'],
    thinned(curve).map((point) => [percent(point.share), decimals(point.threshold), decimals(point.profit, 2)]),
  );
  printLine(
    `Best: ${rule}: ${percent(best.share)} contacted, profit ${decimals(best.profit, 2)}; everybody: ${decimals(everybody.profit, 2)}.`,
  );
  printLine('The threshold was chosen on these rows: check it on rows that did not choose it.');
}

function thinned<T>(points: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.ceil(points.length / PRINTED_POINTS));
  return points.filter((_, index) => (points.length - 1 - index) % step === 0);
}

function interval({ lower, upper }: { readonly lower: number; readonly upper: number }): string {
  return `[${decimals(lower)}, ${decimals(upper)}]`;
}
