import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { type Command } from 'commander';
import { type Analysis, type ReleaseDocuments } from '#strata/engine';
import { type AnalysisSource } from '#strata/analytics/contract';
import { documentCalled } from '#strata/rulebook/releases';
import { uuidv7 } from '#strata/kernel';
import { MAX_SEED, wholeNumber } from '../../options/model-options.js';
import { printLine } from '../../output/output.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { documentsOrThrow, validateFolder } from '../rules/rules-folder.js';
import { isoMoment } from './moment.js';
import { tell, working } from './tell.js';

interface Options {
  readonly data?: string;
  readonly until?: string;
  readonly seed: number;
  readonly html?: string;
  readonly json?: true;
}

/** `strata analysis run` */
export function registerAnalysisRun(analysis: Command): void {
  analysis
    .command('run')
    .description('run an analysis on what is stored, keep its result and publish its facts; or only look at a file')
    .argument('<analysis>', 'the id of an analysis of the current release; with --data, of the rules folder')
    .option('--data <file>', 'a Parquet, CSV or NDJSON file instead of what is stored; nothing is kept')
    .option(
      '--until <moment>',
      'look at nothing that happened later; now unless told, of a file the end of the day of its last event',
      isoMoment,
    )
    .option('--seed <number>', 'of whatever is drawn', wholeNumber(0, MAX_SEED), 1)
    .option('--html <file>', 'write the report as one self-contained page')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata analysis run rfm\n  $ strata analysis run rfm --data purchases.csv --until 2026-11-01T00:00:00Z --html rfm.html',
    )
    .action(async (id: string, options: Options) => {
      await withWorkspace((workspace) =>
        options.data === undefined ? runStored(workspace, id, options) : lookAtFile(workspace, id, options),
      );
    });
}

async function lookAtFile(workspace: Workspace, id: string, { data = '', ...options }: Options): Promise<void> {
  const documents = await documentsOrThrow(await validateFolder(workspace, undefined));
  const document = documentCalled(documents.analyses ?? [], 'analysis', id);
  const { findOut } = await import('#strata/analytics/runs');
  const { momentOf } = await import('#strata/analytics/sources');
  const source = { kind: 'file', file: resolve(data), name: data } as const;
  const until = options.until === undefined ? await momentOf(source, document, Date.now()) : Date.parse(options.until);
  const run = { document, documents, source, until, seed: options.seed };
  const parts = { host: await workspace.host(), previous: null };
  const { report } = await working(document, (work) => findOut(run, parts, work));
  await tell({ document, report, at: until }, options);
}

async function runStored(workspace: Workspace, id: string, options: Options): Promise<void> {
  const release = await (await workspace.releases()).published();
  const documents: ReleaseDocuments = release.documents;
  const document = documentCalled(documents.analyses ?? [], 'analysis', id);
  const database = await workspace.database();
  const [{ runAnalysis }, { AnalysisVersions }] = await Promise.all([
    import('#strata/analytics/runs'),
    import('#strata/analytics/versions'),
  ]);
  const versions = new AnalysisVersions(database);
  const run = {
    ...{ id: uuidv7(), document, documents, release: release.hash, by: userInfo().username },
    ...{
      source: await sourceOf(document, workspace),
      until: options.until === undefined ? Date.now() : Date.parse(options.until),
      seed: options.seed,
    },
  };
  const parts = { database, host: await workspace.host(), versions };
  const outcome = await working(document, async (work) => {
    const finish = await runAnalysis(run, parts, work);
    return await database.transaction(finish);
  });
  const { report } = await versions.find(id, outcome.version);
  await tell({ document, report, at: run.until }, options);
  if (options.json) return;
  const published = outcome.people === null ? '' : `; facts of ${String(outcome.people)} people are published`;
  printLine(`Kept as version ${String(outcome.version)}${published}.`);
  if (outcome.warning !== null) printLine(`Warning: ${outcome.warning}`);
}

/** What is stored, or the file that the document names: below `DATA_DIR`, which is the current folder unless set. */
async function sourceOf({ data }: Analysis, workspace: Workspace): Promise<AnalysisSource> {
  if (data === undefined) return { kind: 'stored', database: await workspace.database() };
  const { fileBelow } = await import('#strata/models/training');
  return { kind: 'file', file: await fileBelow(workspace.config.dataDir ?? process.cwd(), data), name: data };
}
