import { writeFile } from 'node:fs/promises';
import { type Command } from 'commander';
import { type ModelDocument, type Segment } from '../../engine/index.js';
import {
  evaluateModel,
  evaluateUplift,
  type Evaluation,
  explainModel,
  type ModelExplanation,
  type MoneySource,
  type TrainingReport,
} from '../../models/index.js';
import { readDocument } from '../../rulebook/index.js';
import { StrataError } from '../../sdk/index.js';
import {
  amount,
  currentUser,
  exampleOptions,
  MAX_SEED,
  readCatalogue,
  readModel,
  share,
  wholeNumber,
} from '../model-options.js';
import { printJson, printLine, startProgress } from '../output.js';
import { addSourceOptions, exampleSource, type SourceOptions } from '../source-options.js';
import { evaluationPage } from '../evaluation-page/page.js';
import { upliftPage } from '../evaluation-page/uplift-page.js';
import { printEvaluation, subjectOf } from '../print-evaluation.js';
import { printUpliftEvaluation, upliftSubjectOf } from '../print-uplift.js';
import { withWorkspace, type Workspace } from '../workspace.js';

interface EvaluateOptions extends SourceOptions {
  readonly strategy?: string;
  readonly value?: number;
  readonly cost?: number;
  readonly version?: number;
  readonly folds?: number;
  readonly coverage: number;
  readonly seed: number;
  readonly html?: string;
  /** False for `--no-record`. */
  readonly record: boolean;
}

const MOST_FOLDS = 20;
/** People whose scores are explained for the page: enough for what drives a model, not for its curves. */
const EXPLAINED = 100;

const EXAMPLES = `
Examples:
  $ strata evaluate natural-conversion --data shop/history-validation.csv --strategy win-back-coupon
  $ strata evaluate churn.json --data telco.csv --value 40 --cost 5 --html churn.html
  $ strata evaluate churn.json --data telco.csv --folds 5`;

/** `strata evaluate`: how good a model is, what its thresholds mean, and what the dumb rivals do. */
export function registerEvaluate(program: Command): void {
  const command = program
    .command('evaluate <model>')
    .description(
      'judge the champion of a model on a file or on history; of what it learned from only the hold-out is used',
    );
  addSourceOptions(command)
    .option('--strategy <strategy>', 'adds the human rule as a rival and the threshold that pays best')
    .option('--value <money>', 'without a strategy: what a conversion brings', amount)
    .option('--cost <money>', 'without a strategy: what contacting somebody costs', amount)
    .option('--version <number>', 'another version than the champion', wholeNumber(1, MAX_SEED))
    .option('--folds <number>', 'judge the document instead: train it again on parts', wholeNumber(2, MOST_FOLDS))
    .option('--coverage <share>', 'the share of the positives that one of the thresholds covers', share, 0.7)
    .option('--seed <number>', 'of the simulations', wholeNumber(0, MAX_SEED), 1)
    .option('--html <file>', 'one self-contained page: which threshold, and what it costs')
    .option('--no-record', 'do not keep the verdict as evidence of the version')
    .option('--json', 'for machines')
    .addHelpText('after', EXAMPLES)
    .action((model: string, options: EvaluateOptions) =>
      withWorkspace((workspace) => evaluate(workspace, model, options)),
    );
}

async function evaluate(workspace: Workspace, model: string, options: EvaluateOptions): Promise<void> {
  const { document, segments } = await readModel(model, workspace.config);
  if (document.task === 'uplift') {
    await evaluateEffects(workspace, { document, segments }, options);
    return;
  }
  const { version, folds, coverage, seed } = options;
  const progress = startProgress(`Judging ${document.id}`);
  try {
    const evaluation = await evaluateModel({
      ...exampleOptions(options, segments),
      ...(await moneyOf(workspace, options)),
      document,
      facts: await readCatalogue(workspace.config.rulesDir),
      source: await exampleSource(options, workspace),
      host: await workspace.host(),
      registry: await workspace.registry(),
      coverage,
      seed,
      progress: (done, note) => {
        progress.update(done, note);
      },
      ...(version === undefined ? {} : { version }),
      ...(folds === undefined ? {} : { folds }),
    });
    progress.end();
    if (options.record) await record(workspace, evaluation);
    if (options.html !== undefined) {
      await write(options.html, await pageOf(workspace, document, segments, { evaluation, options }));
    }
    if (options.json) printJson(evaluation);
    else report(evaluation, options);
  } finally {
    progress.end();
  }
}

/** Uplift is judged by what a random test shows: no threshold, no calibration of a single score. */
async function evaluateEffects(
  workspace: Workspace,
  { document, segments }: Awaited<ReturnType<typeof readModel>>,
  options: EvaluateOptions,
): Promise<void> {
  const { version, seed, strategy, folds, html } = options;
  if (folds !== undefined) {
    throw new StrataError('BAD_USAGE', `"${document.id}" is an uplift model: --folds is for other tasks.`);
  }
  const evaluation = await evaluateUplift({
    ...exampleOptions(options, segments),
    ...(strategy === undefined ? {} : await moneyOf(workspace, { ...options, strategy })),
    document,
    source: await exampleSource(options, workspace),
    host: await workspace.host(),
    registry: await workspace.registry(),
    seed,
    ...(version === undefined ? {} : { version }),
  });
  const { version: judged, ...report } = evaluation;
  const { modelId, version: number } = judged;
  const { passed } = report;
  if (options.record) {
    const registry = await workspace.registry();
    await registry.recordEvidence({ modelId, version: number, stage: 'validated', passed, report, by: currentUser() });
  }
  if (html !== undefined) {
    const explanation = await explain(workspace, document, segments, { ...options, version: number });
    const { money } = await moneyOf(workspace, options);
    await write(
      html,
      upliftPage({
        evaluation,
        subject: upliftSubjectOf(evaluation),
        explanation,
        money: money?.kind === 'flat' ? money : null,
      }),
    );
  }
  if (options.json) {
    printJson(evaluation);
    return;
  }
  printUpliftEvaluation(evaluation);
  if (html !== undefined) printLine(`Written: ${html} (open it in a browser)`);
  if (!options.record) return;
  printLine(`Recorded: version ${number} of ${modelId} ${passed ? 'passed' : 'failed'} stage 1 (validated).`);
}

/** The money comes from a strategy, or from two plain figures. Throws `BAD_USAGE` for both, or for half of them. */
async function moneyOf(
  { config }: Workspace,
  { strategy, value, cost }: EvaluateOptions,
): Promise<Pick<Parameters<typeof evaluateModel>[0], 'strategy' | 'money'>> {
  if (strategy === undefined && value === undefined && cost === undefined) return {};
  if (strategy !== undefined && value === undefined && cost === undefined) {
    return { strategy: await readDocument('strategy', strategy, { directory: config.rulesDir }) };
  }
  if (strategy === undefined && value !== undefined && cost !== undefined) {
    const money: MoneySource = { kind: 'flat', value, cost };
    return { money };
  }
  throw new StrataError('BAD_USAGE', 'It is not clear what a conversion is worth.', {
    problems: [{ message: 'money is said in two ways, or by half', expected: '--strategy S, or --value and --cost' }],
  });
}

/** The verdict stays with the version that it is about. */
async function record(workspace: Workspace, { version, ...report }: Evaluation): Promise<void> {
  if (version === null) return;
  const registry = await workspace.registry();
  const { modelId } = version;
  const { passed } = report.verdict;
  await registry.recordEvidence({
    modelId,
    version: version.version,
    stage: 'validated',
    passed,
    report,
    by: currentUser(),
  });
}

async function pageOf(
  workspace: Workspace,
  document: ModelDocument,
  segments: readonly Segment[],
  { evaluation, options }: { readonly evaluation: Evaluation; readonly options: EvaluateOptions },
): Promise<string> {
  const { version } = evaluation;
  return evaluationPage({
    evaluation,
    subject: subjectOf(evaluation),
    explanation:
      version === null ? null : await explain(workspace, document, segments, { ...options, version: version.version }),
    dataset: version === null ? null : (version.metrics as unknown as TrainingReport).dataset,
  });
}

/** What drives the scores of the judged people. */
async function explain(
  workspace: Workspace,
  document: ModelDocument,
  segments: readonly Segment[],
  options: EvaluateOptions & { readonly version: number },
): Promise<ModelExplanation> {
  const { where } = exampleOptions(options, segments);
  return await explainModel({
    document,
    source: await exampleSource(options, workspace),
    segments,
    facts: await readCatalogue(workspace.config.rulesDir),
    people: EXPLAINED,
    seed: options.seed,
    version: options.version,
    host: await workspace.host(),
    registry: await workspace.registry(),
    ...(where === undefined ? {} : { where }),
  });
}

async function write(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${file} cannot be written.`, { cause: error });
  });
}

function report(evaluation: Evaluation, options: EvaluateOptions): void {
  printEvaluation(evaluation);
  const { version, verdict } = evaluation;
  if (options.html !== undefined) printLine(`Written: ${options.html} (open it in a browser)`);
  if (version === null || !options.record) return;
  const outcome = verdict.passed ? 'passed' : 'failed';
  printLine(`Recorded: version ${version.version} of ${version.modelId} ${outcome} stage 1 (validated).`);
}
