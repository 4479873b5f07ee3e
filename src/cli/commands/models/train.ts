import { type Command } from 'commander';
import { type ModelVersion } from '#strata/models/registry';
import { type TrainedVersion, trainModel } from '#strata/models/training';
import { StrataError } from '#sdk';
import { currentUser, exampleOptions, MAX_SEED, readModel, wholeNumber } from '../../options/model-options.js';
import { type ProgressLine, printJson, shellWord, startProgress } from '../../output/output.js';
import { openModels } from '../../workspace/server-models.js';
import { addSourceOptions, exampleSource, sameSource, type SourceOptions } from '../../options/source-options.js';
import { printTrained } from '../../training/print-trained.js';
import { openTrainingQueue } from '../../training/training-queue.js';
import { trainQueued } from '../../training/train-queued.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

/** What `strata train` is told. */
interface TrainOptions extends SourceOptions {
  readonly seed: number;
  readonly watch?: true;
  readonly promote?: true;
  readonly override?: string;
  readonly reason: string;
  readonly minimum?: number;
}

const EXAMPLES = `
Examples:
  $ strata train natural-conversion                            # from the stored profiles and events
  $ strata train natural-conversion --watch                    # the same by a running server or worker
  $ strata train natural-conversion --events shop/events.ndjson --profiles shop/profiles.csv
  $ strata train natural-conversion --data shop/history-train.csv --promote --override "the first model"`;

/** `strata train`: learns a model from history or a file and stores it as a new version. */
export function registerTrain(program: Command): void {
  const command = program
    .command('train <model>')
    .description(
      'learn a model (an id, or the path of a document) from history or a file and store it as a new version',
    );
  addSourceOptions(command)
    .option('--seed <number>', 'same seed, same file, same model', wholeNumber(0, MAX_SEED), 1)
    .option('--watch', 'let a running server or worker train where there is one, and follow it; Ctrl-C cancels')
    .option('--promote', 'make the new version the champion, which scores for decisions; needs --override')
    .option('--override <text>', 'why it may become champion although nothing is proven yet; logged with your name')
    .option('--reason <text>', 'why it is promoted, for the log', 'promoted when it was trained')
    .option('--minimum <count>', 'the fewest positives and negatives to train on', wholeNumber(1, MAX_SEED))
    .option('--json', 'for machines')
    .addHelpText('after', EXAMPLES)
    .action((model: string, options: TrainOptions) => withWorkspace((workspace) => train(workspace, model, options)));
}

async function train(workspace: Workspace, model: string, options: TrainOptions): Promise<void> {
  refuseUnproven(model, options);
  const { document } = await readModel(model, workspace.config);
  const progress = startProgress(`Training ${document.id}`);
  const stop = new AbortController();
  const cancel = (): void => {
    stop.abort();
  };
  process.once('SIGINT', cancel);
  try {
    const queue = await openTrainingQueue(workspace, options);
    const trained =
      queue === undefined
        ? await trainHere(workspace, model, options, progress, stop.signal)
        : await trainQueued(queue, { workspace, document, options, progress, signal: stop.signal });
    const version = await promoteIfAsked(workspace, trained.version, options);
    progress.end();
    if (options.json) printJson(version);
    else printTrained({ version, report: trained.report }, evaluateCommand(model, version, options));
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

/** What judges the new version, on what it was trained on: its hold-out. */
function evaluateCommand(model: string, { version }: ModelVersion, options: TrainOptions): string {
  return ['strata evaluate', shellWord(model), ...sameSource(options), '--version', String(version)].join(' ');
}

/** Said before the training and not after it. A version that was just trained has proven nothing. */
function refuseUnproven(model: string, options: TrainOptions): void {
  const { promote, override } = options;
  if (!promote || override !== undefined) return;
  throw new StrataError('STAGE_MISSING', 'A version that was just trained cannot become champion: nothing is proven.', {
    problems: [
      {
        message: 'there is no evidence of "validated"',
        expected: `after training: strata evaluate ${shellWord(model)} ${sameSource(options).join(' ') || '--data FILE'}`,
      },
      { message: 'there is no evidence of "backtested"', expected: 'strata backtest STRATEGY --history FILE' },
      { message: 'there is no evidence of "live"', expected: 'strata experiment readout … --record MODEL' },
      {
        message: 'a named person can let it become champion all the same; who and why are logged',
        expected: ['strata train', shellWord(model), ...sameSource(options), '--promote --override "why"'].join(' '),
      },
    ],
  });
}

async function trainHere(
  workspace: Workspace,
  model: string,
  options: TrainOptions,
  progress: ProgressLine,
  signal: AbortSignal,
): Promise<TrainedVersion> {
  const { document, segments } = await readModel(model, workspace.config);
  const { seed, minimum } = options;
  return await trainModel({
    ...exampleOptions(options, segments),
    document,
    source: await exampleSource(options, workspace),
    host: await workspace.host(),
    registry: await workspace.registry(),
    seed,
    signal,
    progress: (share, note) => {
      progress.update(share, note);
    },
    ...(minimum === undefined ? {} : { minimum: { positives: minimum, negatives: minimum } }),
  });
}

async function promoteIfAsked(
  workspace: Workspace,
  version: ModelVersion,
  { promote, reason, override }: TrainOptions,
): Promise<ModelVersion> {
  if (!promote || override === undefined) return version;
  const models = await openModels(workspace);
  return await models.promote(version.modelId, version.version, { by: currentUser(), reason, override });
}
