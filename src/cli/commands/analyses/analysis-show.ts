import { type Command } from 'commander';
import { type AnalysisVersion } from '#strata/analytics/versions';
import { currentUser, wholeNumber } from '../../options/model-options.js';
import { printJson, printLine, printTable } from '../../output/output.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { printReport } from './print-report.js';

interface ShowOptions {
  readonly version?: number;
  readonly html?: string;
  readonly json?: true;
}

const MOST_VERSION = 2 ** 31 - 1;

/** `strata analysis show` */
export function registerAnalysisShow(analysis: Command): void {
  analysis
    .command('show')
    .description('what an analysis found out: the version that counts, or another one')
    .argument('<analysis>', "the analysis's id")
    .option('--version <number>', 'the version; the one that counts unless told', wholeNumber(1, MOST_VERSION))
    .option('--html <file>', 'write the report as one self-contained page')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata analysis show rfm --html rfm.html')
    .action(async (id: string, { version, html, json }: ShowOptions) => {
      const found = await withWorkspace(async (workspace) => (await versionsOf(workspace)).find(id, version));
      if (html !== undefined) {
        const { writeReport } = await import('./write-report.js');
        await writeReport(html, { ...found, at: Date.parse(found.at) });
      }
      if (json) printJson(found);
      else await printReport(found);
      if (!json && found.warning !== null) printLine(`Warning: ${found.warning}`);
    });
}

interface RollBackOptions {
  readonly version?: number;
  readonly reason: string;
  readonly by: string;
  readonly json?: true;
}

/** `strata analysis rollback` */
export function registerAnalysisRollback(analysis: Command): void {
  analysis
    .command('rollback')
    .description('put an earlier version in the place of the present one: its report, and the facts that it published')
    .argument('<analysis>', "the analysis's id")
    .option(
      '--version <number>',
      'the version; the one before the present one unless told',
      wholeNumber(1, MOST_VERSION),
    )
    .requiredOption('--reason <text>', 'why, for the log')
    .option('--by <name>', 'who, for the log', currentUser())
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata analysis rollback rfm --reason "half of the purchases were missing"')
    .action(async (id: string, { version, reason, by, json }: RollBackOptions) => {
      const asked = { reason, by, ...(version === undefined ? {} : { to: version }) };
      const back = await withWorkspace(async (workspace) =>
        (await versionsOf(workspace)).rollBack(id, asked, Date.now()),
      );
      if (json) printJson(back);
      else printLine(`Version ${String(back.version)} counts again, of ${back.at}${factsOf(back)}.`);
    });
}

function factsOf({ people }: AnalysisVersion): string {
  return people === null ? '' : `, with its facts of ${String(people)} people`;
}

/** `strata analysis list` */
export function registerAnalysisList(analysis: Command): void {
  analysis
    .command('list')
    .description('the analyses of the current release, and what their last runs gave')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata analysis list')
    .action(async ({ json }: { readonly json?: true }) => {
      const listed = await withWorkspace(list);
      if (json) printJson(listed);
      else {
        printTable(
          ['analysis', 'kind', 'version', 'of', 'people', 'source'],
          listed.map(({ id, kind, last }) => [
            id,
            kind,
            last === null ? '–' : String(last.version),
            last?.at ?? 'never run',
            last?.people == null ? '–' : last.people,
            last?.source ?? '–',
          ]),
        );
        for (const { id, last } of listed) if (last?.warning != null) printLine(`Warning (${id}): ${last.warning}`);
      }
    });
}

async function list(workspace: Workspace) {
  const release = await (await workspace.publishedReleases()).current();
  const versions = await (await versionsOf(workspace)).list();
  return (release?.documents.analyses ?? []).map(({ id, title, kind }) => {
    return {
      id,
      title,
      kind,
      last: versions.find(({ analysis, withdrawnAt }) => analysis === id && withdrawnAt === null) ?? null,
    };
  });
}

async function versionsOf(workspace: Workspace) {
  const { AnalysisVersions } = await import('#strata/analytics/versions');
  return new AnalysisVersions(await workspace.database());
}
