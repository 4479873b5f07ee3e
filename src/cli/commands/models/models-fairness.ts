import { type Command, InvalidArgumentError } from 'commander';
import { fixedWords } from '#strata/kernel';
import { modelFairness, type ModelFairnessRequest } from '#strata/models/proof/fairness';
import { StrataError } from '#sdk';
import { exampleOptions, MAX_SEED, readCatalogue, readModel, share, wholeNumber } from '../../options/model-options.js';
import { printJson, printLine } from '../../output/output.js';
import { printFairness } from '../../reports/print-fairness.js';
import { addSourceOptions, exampleSource, type SourceOptions } from '../../options/source-options.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface FairnessOptions extends SourceOptions {
  readonly by: string;
  readonly threshold?: number;
  readonly share?: number;
  readonly version?: number;
}

/** `strata models fairness`: whom a model selects, told by groups. */
export function registerModelsFairness(models: Command): void {
  const command = models
    .command('fairness <model>')
    .description('selection, benefit and calibration by the groups of a column, which need not be a feature');
  addSourceOptions(command)
    .requiredOption('--by <column>', 'the column that names the groups, such as gender')
    .option('--threshold <score>', 'who scores so much or more is selected', score)
    .option('--share <share>', 'the top share is selected; 0.2 unless told', share)
    .option('--version <number>', 'another version than the champion', wholeNumber(1, MAX_SEED))
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExample:\n  $ strata models fairness coupon-conversion --data shop/history-validation.csv --by gender --share 0.2',
    )
    .action((model: string, options: FairnessOptions) =>
      withWorkspace((workspace) => fairness(workspace, model, options)),
    );
}

async function fairness(workspace: Workspace, model: string, options: FairnessOptions): Promise<void> {
  const { document, segments } = await readModel(model, workspace.config);
  const { version, by } = options;
  const selection = selectionOf(options);
  const found = await modelFairness({
    ...exampleOptions(options, segments),
    document,
    source: await exampleSource(options, workspace),
    host: await workspace.host(),
    registry: await workspace.registry(),
    catalogue: await readCatalogue(workspace.config.rulesDir),
    by,
    ...(version === undefined ? {} : { version }),
    ...(selection === undefined ? {} : { selection }),
  });
  if (options.json) {
    printJson(found);
    return;
  }
  printLine(
    `Version ${found.version.version} of ${document.id}, on ${fixedWords(found.rows, 0)} rows that it was not trained on.`,
  );
  printFairness(found.report);
}

function selectionOf({ threshold, share: top }: FairnessOptions): ModelFairnessRequest['selection'] {
  if (threshold !== undefined && top !== undefined) {
    throw new StrataError('BAD_USAGE', 'Give either --threshold or --share: both say who is selected.');
  }
  if (threshold !== undefined) return { threshold };
  return top === undefined ? undefined : { share: top };
}

function score(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a score, for example 0.3.');
}
