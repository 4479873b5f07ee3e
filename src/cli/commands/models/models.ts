import { type Command } from 'commander';
import { type ModelStanding, type ChangedVersion, type ModelVersion, PROVEN_STAGES } from '#strata/models/registry';
import { holdoutOf } from '#strata/models/training';
import { StrataError } from '#sdk';
import { currentUser, MAX_SEED, wholeNumber } from '../../options/model-options.js';
import { decimals, printJson, printLine, printTable } from '../../output/output.js';
import { type Models, openModels } from '../../workspace/server-models.js';
import { withWorkspace } from '../../workspace/workspace.js';
import { registerModelsExplain } from './models-explain.js';
import { registerModelsData } from './models-data.js';
import { registerModelsDrift } from './models-drift.js';
import { registerModelsFairness } from './models-fairness.js';
import { registerModelsShow } from './models-show.js';

interface ChangeOptions {
  readonly reason: string;
  readonly by: string;
  readonly json?: true;
}

interface PromoteOptions extends Omit<ChangeOptions, 'reason'> {
  readonly reason?: string;
  readonly override?: string;
}

/** `strata models`: the trained versions, what is proven about them, and which one decides. */
export function registerModels(program: Command): void {
  const models = program.command('models').description('trained versions of models, and which one decides');
  registerList(models);
  registerModelsShow(models);
  registerModelsExplain(models);
  registerPromote(models);
  registerModelsData(models);
  registerModelsDrift(models);
  registerModelsFairness(models);
  models
    .command('rollback <model>')
    .description('make the champion before the present one champion again')
    .requiredOption('--reason <text>', 'why, for the log')
    .option('--by <name>', 'who, for the log', currentUser())
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata models rollback natural-conversion --reason "conversions fell"')
    .action((model: string, { json, ...why }: ChangeOptions) =>
      withModels(async (opened) => {
        print(await opened.rollback(model, why), json);
      }),
    );
  models
    .command('retire <model>')
    .argument('[version]', 'the champion unless told', wholeNumber(1, MAX_SEED))
    .description('take a version out of the race; without a champion rules decide in its place')
    .requiredOption('--reason <text>', 'why, for the log')
    .option('--by <name>', 'who, for the log', currentUser())
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata models retire natural-conversion --reason "the pool has changed"')
    .action((model: string, version: number | undefined, { json, ...why }: ChangeOptions) =>
      withModels(async (opened) => {
        print(await opened.retire(model, version ?? (await championOf(opened, model)), why), json);
      }),
    );
}

function registerList(models: Command): void {
  models
    .command('list [model]')
    .description('all versions, the newest first, with the stages that they have proven')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata models list natural-conversion')
    .action((model: string | undefined, { json }: { json?: true }) =>
      withModels(async (opened) => {
        const versions = await opened.list(model);
        const all = await opened.standings();
        const drafts = all.filter(({ stage, model: id }) => stage === 'draft' && (model ?? id) === id);
        if (json) printJson([...versions, ...drafts]);
        else printVersions(versions, drafts);
      }),
    );
}

function registerPromote(models: Command): void {
  models
    .command('promote <model>')
    .argument('[version]', 'the newest unless told', wholeNumber(1, MAX_SEED))
    .description('make a version the champion, which scores for decisions; the one before retires')
    .option('--reason <text>', 'why, for the log')
    .option('--override <text>', 'why it may become champion although evidence is missing; logged with your name')
    .option('--by <name>', 'who, for the log', currentUser())
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata models promote natural-conversion 3 --reason "better on October"' +
        '\n  $ strata models promote natural-conversion --override "launch day: nothing to compare with yet"',
    )
    .action((model: string, version: number | undefined, options: PromoteOptions) =>
      withModels(async (opened) => {
        print(await promote(opened, model, version, options), options.json);
      }),
    );
}

function withModels(work: (models: Models) => Promise<void>): Promise<void> {
  return withWorkspace(async (workspace) => work(await openModels(workspace)));
}

async function promote(
  models: Models,
  model: string,
  version: number | undefined,
  { by, reason, override }: PromoteOptions,
): Promise<ChangedVersion> {
  const why = reason ?? override;
  if (why === undefined) {
    throw new StrataError(
      'BAD_USAGE',
      'Say why: --reason "better on October"; or, where evidence is missing, --override.',
    );
  }
  const number = version ?? (await models.list(model))[0]?.version;
  if (number === undefined) {
    throw new StrataError('MODEL_NOT_TRAINED', `The model "${model}" has no trained version.`, {
      problems: [{ message: 'there is nothing to promote', expected: `first: strata train ${model} --data FILE` }],
    });
  }
  return await models.promote(model, number, { by, reason: why, ...(override === undefined ? {} : { override }) });
}

async function championOf(models: Models, model: string): Promise<number> {
  const champion = (await models.list(model)).find(({ stage }) => stage === 'champion');
  if (champion !== undefined) return champion.version;
  throw new StrataError('NOT_FOUND', `The model "${model}" has no champion.`);
}

function print(version: ChangedVersion, json: true | undefined): void {
  if (json) {
    printJson(version);
    return;
  }
  const name = `Version ${String(version.version)} of ${version.modelId}`;
  const already = version.changed ? '' : ' already; nothing was changed';
  if (version.stage === 'champion') printLine(`${name} is the champion${already} and scores for decisions.`);
  else printLine(`${name} is retired${already}.`);
}

function printVersions(versions: readonly ModelVersion[], drafts: readonly ModelStanding[]): void {
  if (versions.length + drafts.length === 0) {
    printLine('There is no trained version yet: strata train MODEL --data FILE');
    return;
  }
  printTable(
    ['model', 'version', 'stage', ...PROVEN_STAGES, 'plugin', 'AUC, held out', 'created'],
    [...versions.map(versionRow), ...drafts.map(({ model }) => [model, '–', 'draft', '–', '–', '–', '–', '–', '–'])],
  );
  for (const { modelId, version, override } of versions) {
    if (override === null) continue;
    const missing = override.missing.join(', ');
    printLine(
      `${modelId} ${String(version)} became champion without ${missing}: "${override.reason}" (${override.by}).`,
    );
  }
}

function versionRow(version: ModelVersion): readonly (string | number)[] {
  const holdout = holdoutOf(version);
  const auc = holdout !== null && 'auc' in holdout ? decimals(holdout.auc.value) : '–';
  const proofs = PROVEN_STAGES.map((stage) => {
    const head = version.evidence.find((known) => known.stage === stage);
    if (head === undefined) return '–';
    return head.passed ? `✓ ${head.at.slice(0, DATE)}` : '✗ failed';
  });
  return [version.modelId, version.version, version.stage, ...proofs, version.plugin, auc, version.createdAt];
}

/** Length of the date of an ISO moment. */
const DATE = 10;
