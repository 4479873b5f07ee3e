import { type Command } from 'commander';
import { evaluateModel, type ModelEvaluation } from '#strata/models/proof/evaluation';
import { refuseInput } from '#strata/tables';
import { type EvaluateOptions, evaluationMoney } from '../../options/evaluate-options.js';
import { writePage } from '../../evaluation-page/write-page.js';
import {
  amount,
  currentUser,
  exampleOptions,
  MAX_SEED,
  readCatalogue,
  readModel,
  share,
  wholeNumber,
} from '../../options/model-options.js';
import { printJson, printLine, startProgress } from '../../output/output.js';
import { printEvaluation } from '../../reports/print-evaluation.js';
import { addSourceOptions, exampleSource } from '../../options/source-options.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { evaluateUpliftModel } from './evaluate-uplift.js';

const MOST_FOLDS = 20;

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
    await evaluateUpliftModel(workspace, { document, segments }, options);
    return;
  }
  const { version, folds, coverage, seed } = options;
  if (options.html !== undefined) await refuseInput(options.html, [options.data, options.events, options.profiles]);
  const progress = startProgress(`Judging ${document.id}`);
  try {
    const evaluation = await evaluateModel({
      ...exampleOptions(options, segments),
      ...(await evaluationMoney(workspace, options)),
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
      await writePage(options.html, workspace, { document, segments, options, evaluation });
    }
    if (options.json) printJson(evaluation);
    else report(evaluation, options);
  } finally {
    progress.end();
  }
}

/** The verdict stays with the version that it is about. */
async function record(workspace: Workspace, { version, ...report }: ModelEvaluation): Promise<void> {
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

function report(evaluation: ModelEvaluation, options: EvaluateOptions): void {
  printEvaluation(evaluation);
  const { version, verdict } = evaluation;
  if (options.html !== undefined) printLine(`Written: ${options.html} (open it in a browser)`);
  if (version === null || !options.record) return;
  const outcome = verdict.passed ? 'passed' : 'failed';
  printLine(`Recorded: version ${version.version} of ${version.modelId} ${outcome} stage 1 (validated).`);
}
