import { type Command } from 'commander';
import { type ModelVersion, type TrainingReport } from '../../models/index.js';
import { StrataError } from '../../sdk/index.js';
import { currentUser, decimals, MAX_SEED, wholeNumber } from '../model-options.js';
import { printJson, printLine, printTable } from '../output.js';
import { withWorkspace, type Workspace } from '../workspace.js';

interface PromoteOptions {
  readonly reason: string;
  readonly by: string;
  readonly json?: true;
}

/** `strata models`: the trained versions, and which one decides. */
export function registerModels(program: Command): void {
  const models = program.command('models').description('trained versions of models, and which one decides');
  models
    .command('list [model]')
    .description('all versions, the newest first')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata models list natural-conversion')
    .action((model: string | undefined, { json }: { json?: true }) =>
      withWorkspace(async (workspace) => {
        const versions = await (await workspace.registry()).list(model);
        if (json) printJson(versions);
        else printVersions(versions);
      }),
    );
  models
    .command('promote <model>')
    .argument('[version]', 'the newest unless told', wholeNumber(1, MAX_SEED))
    .description('make a version the champion, which scores for decisions; the one before retires')
    .requiredOption('--reason <text>', 'why, for the log')
    .option('--by <name>', 'who, for the log', currentUser())
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata models promote natural-conversion 3 --reason "better on October"')
    .action((model: string, version: number | undefined, options: PromoteOptions) =>
      withWorkspace((workspace) => promote(workspace, model, version, options)),
    );
}

async function promote(
  workspace: Workspace,
  model: string,
  version: number | undefined,
  { by, reason, json }: PromoteOptions,
): Promise<void> {
  const registry = await workspace.registry();
  const number = version ?? (await registry.list(model))[0]?.version;
  if (number === undefined) {
    throw new StrataError('MODEL_NOT_TRAINED', `The model "${model}" has no trained version.`, {
      problems: [{ message: 'there is nothing to promote', expected: `first: strata train ${model} --data FILE` }],
    });
  }
  const promoted = await registry.promote(model, number, { by, reason });
  if (json) printJson(promoted);
  else printLine(`Version ${promoted.version} of ${promoted.modelId} is the champion and scores for decisions.`);
}

function printVersions(versions: readonly ModelVersion[]): void {
  if (versions.length === 0) {
    printLine('There is no trained version yet: strata train MODEL --data FILE');
    return;
  }
  printTable(
    ['model', 'version', 'stage', 'plugin', 'AUC, held out', 'trained on', 'created'],
    versions.map((version) => {
      const { holdout, training } = version.metrics as unknown as TrainingReport;
      const auc = holdout !== null && 'auc' in holdout ? decimals(holdout.auc.value) : '–';
      return [version.modelId, version.version, version.stage, version.plugin, auc, training, version.createdAt];
    }),
  );
}
