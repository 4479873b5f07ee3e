import { type Command } from 'commander';
import { type TrainedVersion, trainModel } from '../../models/index.js';
import { currentUser, decimals, exampleOptions, MAX_SEED, percent, readModel, wholeNumber } from '../model-options.js';
import { printJson, printLine, printTable, startProgress } from '../output.js';
import { printDatasetWarnings } from '../print-dataset.js';
import { addSourceOptions, exampleSource, type SourceOptions } from '../source-options.js';
import { withWorkspace, type Workspace } from '../workspace.js';

interface TrainOptions extends SourceOptions {
  readonly seed: number;
  readonly promote?: true;
  readonly reason: string;
  readonly minimum?: number;
}

const EXAMPLES = `
Examples:
  $ strata train natural-conversion                            # from the stored profiles and events
  $ strata train natural-conversion --events shop/events.ndjson --profiles shop/profiles.csv
  $ strata train natural-conversion --data shop/history-train.csv --promote`;

/** `strata train`: learns a model from history or a file and stores it as a new version. */
export function registerTrain(program: Command): void {
  const command = program
    .command('train <model>')
    .description(
      'learn a model (an id, or the path of a document) from history or a file and store it as a new version',
    );
  addSourceOptions(command)
    .option('--seed <number>', 'same seed, same file, same model', wholeNumber(0, MAX_SEED), 1)
    .option('--promote', 'make the new version the champion, which scores for decisions')
    .option('--reason <text>', 'why it is promoted, for the log', 'promoted when it was trained')
    .option('--minimum <count>', 'the fewest positives and negatives to train on', wholeNumber(1, MAX_SEED))
    .option('--json', 'for machines')
    .addHelpText('after', EXAMPLES)
    .action((model: string, options: TrainOptions) => withWorkspace((workspace) => train(workspace, model, options)));
}

async function train(workspace: Workspace, model: string, options: TrainOptions): Promise<void> {
  const { document, segments } = await readModel(model, workspace.config);
  const progress = startProgress(`Training ${document.id}`);
  const stop = new AbortController();
  const cancel = (): void => {
    stop.abort();
  };
  process.once('SIGINT', cancel);
  try {
    const registry = await workspace.registry();
    const trained = await trainModel({
      ...exampleOptions(options, segments),
      document,
      source: await exampleSource(options, workspace),
      host: await workspace.host(),
      registry,
      seed: options.seed,
      signal: stop.signal,
      progress: (share, note) => {
        progress.update(share, note);
      },
      ...(options.minimum === undefined ? {} : { minimum: { positives: options.minimum, negatives: options.minimum } }),
    });
    const { modelId, version } = trained.version;
    const by = { by: currentUser(), reason: options.reason };
    const stored = options.promote ? await registry.promote(modelId, version, by) : trained.version;
    progress.end();
    if (options.json) printJson({ ...stored, metrics: trained.report });
    else printTrained({ version: stored, report: trained.report });
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

function printTrained({ version, report }: TrainedVersion): void {
  const { holdout, split } = report;
  printLine(`Version ${version.version} of ${version.modelId} (${version.plugin}, seed ${version.seed}) is stored.`);
  const by =
    split.by === 'time' ? `from ${split.from} on (${split.column})` : `by hash of ${split.key ?? 'the row number'}`;
  printTable(
    ['what', 'value'],
    [
      [report.source === 'file' ? 'rows of the file' : 'people and moments', report.rowsInFile],
      ['examples', report.examples],
      ['trained on', report.training],
      ['held out', `${report.examples - report.training}, ${by}`],
      ...(holdout === null ? [] : holdoutRows(holdout)),
      ['fitted in', `${decimals(report.milliseconds / 1000, 1)} s (${report.backend ?? 'javascript'})`],
      ['artefact', version.checksum],
    ],
  );
  report.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printDatasetWarnings(report.dataset);
  if (version.stage === 'champion') printLine('It is the champion and scores for decisions.');
  else printLine(`It is not the champion yet: strata models promote ${version.modelId} ${version.version}`);
}

function holdoutRows(holdout: NonNullable<TrainedVersion['report']['holdout']>): [string, string][] {
  if (!('auc' in holdout)) {
    const { rootMeanSquaredError: error, ofTheMean } = holdout;
    const always = decimals(ofTheMean.rootMeanSquaredError);
    return [['root mean squared error, held out', `${decimals(error)} (always the mean: ${always})`]];
  }
  const { auc, positives, rows, calibrationError, perfectCalibrationError } = holdout;
  return [
    ['positives, held out', `${positives} of ${rows} (${percent(positives / rows)})`],
    ['AUC, held out', `${decimals(auc.value)} [${decimals(auc.lower)}, ${decimals(auc.upper)}]`],
    [
      'calibration error',
      `${decimals(calibrationError)} (a perfect model stays below ${decimals(perfectCalibrationError)})`,
    ],
  ];
}
