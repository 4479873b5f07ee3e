import { type AnswerOf } from '#client';
import { type Command } from 'commander';
import { liveDecisions } from '#strata/decisions/log';
import {
  checkPool,
  DriftMonitor,
  type DriftReport,
  poolOfFile,
  poolRequests,
  referenceOf,
} from '#strata/models/proof/drift';
import { chooseVersion } from '#strata/models/registry';
import { openDataFile } from '#strata/tables/files';
import { readingNotes } from '#strata/models/datasets';
import { StrataError } from '#sdk';
import { MAX_SEED, readCatalogue, readModel, wholeNumber } from '../../options/model-options.js';
import { decimals, percent, printJson, printLine, printTable } from '../../output/output.js';
import { runningServer } from '../../workspace/running-server.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

/** As the API answers it. */
type Drift = AnswerOf<'/v1/models/{id}/drift', 'get'>;

interface DriftOptions {
  readonly data?: string;
  readonly version?: number;
  readonly json?: true;
}

/** `strata models drift`: how far people are from those that a model was trained on. */
export function registerModelsDrift(models: Command): void {
  models
    .command('drift <model>')
    .description('how far the people of a file, or of the latest decisions, are from those that a model was trained on')
    .option('--data <file>', 'CSV, NDJSON or Parquet, one person a row; the latest decisions unless told')
    .option('--version <number>', 'another version than the champion', wholeNumber(1, MAX_SEED))
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      `
Ends with 1 where these people would be refused.

Example:
  $ strata models drift coupon-conversion --data shop/users.csv`,
    )
    .action((model: string, options: DriftOptions) => withWorkspace((workspace) => drift(workspace, model, options)));
}

async function drift(workspace: Workspace, model: string, options: DriftOptions): Promise<void> {
  const { data, json } = options;
  const report =
    data === undefined ? await liveDrift(workspace, model, options) : await fileDrift(workspace, model, data, options);
  if (json) printJson(report);
  else print(report);
  if (report.result === 'refused') process.exitCode = 1;
}

async function fileDrift(
  workspace: Workspace,
  model: string,
  file: string,
  { version: wanted }: DriftOptions,
): Promise<DriftReport> {
  const { document } = await readModel(model, workspace.config);
  const [registry, host] = [await workspace.registry(), await workspace.host()];
  const version = await chooseVersion(registry, document.id, wanted === undefined ? {} : { version: wanted });
  const reference = await referenceOf(registry, version);
  const data = await openDataFile(file);
  try {
    const scorer = await host.load(await registry.artefact(document.id, version.version), 'batch');
    const pool = poolOfFile(document, { version, reference }, data);
    const facts = await readCatalogue(workspace.config.rulesDir);
    const report = await checkPool({ document, version, reference, scorer, name: file, pool, facts });
    const unread = await readingNotes(data, poolRequests(document, { version, reference }, data));
    return { ...report, notes: [...report.notes, ...unread] };
  } finally {
    data.close();
  }
}

/** Through the server that has the embedded database open, where one runs. */
async function liveDrift(workspace: Workspace, model: string, { version }: DriftOptions): Promise<Drift> {
  const { document } = await readModel(model, workspace.config);
  const server = runningServer(workspace.config);
  if (server !== undefined) {
    const params = { path: { id: document.id }, query: version === undefined ? {} : { version } };
    return await server.ask((api) => api.GET('/v1/models/{id}/drift', { params }));
  }
  const facts = await readCatalogue(workspace.config.rulesDir);
  const monitor = new DriftMonitor({
    registry: await workspace.registry(),
    live: liveDecisions(await workspace.database()),
    documents: () => Promise.resolve({ models: [document], facts }),
  });
  const report = await monitor.check(document.id, version === undefined ? {} : { version });
  if (report.people > 0) return report;
  throw new StrataError('BAD_USAGE', `No decision was scored with version ${report.version} of "${document.id}" yet.`, {
    problems: [{ message: 'there are no people of today to compare with', expected: '--data FILE with people' }],
  });
}

function print(report: Drift): void {
  const { model, version, pool, people, trainedOn, headline, features, score, classifier, calibration } = report;
  printLine(`Version ${version} of ${model}: ${people} people of ${pool} against ${trainedOn} trained on.`);
  printLine(headline);
  printTable(
    ['what', 'stability index', 'noise', 'result', 'where it moved most'],
    [...features, ...(score === null ? [] : [score])].map(rowOf),
  );
  printLine(
    `Limits: warned of from ${report.limits.warn}, refused from ${report.limits.refuse}; an index below its noise is chance.`,
  );
  if (classifier !== null) {
    const { value, lower, upper } = classifier.auc;
    printLine(
      `A classifier tells the two apart with an AUC of ${decimals(value, 3)} [${decimals(lower, 3)}, ${decimals(upper, 3)}]; 0.5 is a coin (${classifier.result}).`,
    );
  }
  if (calibration !== null) {
    printLine(
      `Of ${calibration.people} decisions with a known outcome ${percent(calibration.promised)} were promised to convert and ${percent(calibration.happened.value)} did; calibration error ${decimals(calibration.error)}, a perfect model stays below ${decimals(calibration.perfect)} (${calibration.result}).`,
    );
  }
  report.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
}

function rowOf({ words, index, noise, result, change }: Drift['features'][number]): readonly string[] {
  return [words, decimals(index, 3), decimals(noise, 3), result, change];
}
