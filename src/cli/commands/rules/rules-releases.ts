import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { type ReleaseDocuments } from '#strata/engine';
import { StrataError } from '#sdk';
import { printJson, printLine, printTable } from '../../output/output.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { countsOf, folderOf } from './rules-folder.js';

interface Json {
  readonly json?: true;
}

/** `strata rules pull`: the current release as files. */
export function registerPull(rules: Command): void {
  rules
    .command('pull')
    .description('write the current release into a folder; nothing is deleted')
    .argument('[dir]', 'the folder; RULES_DIR or ./rules unless told')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules pull /tmp/rules')
    .action(async (dir: string | undefined, { json }: Json) => {
      await withWorkspace(async (workspace) => {
        const { hash, documents } = await currentRelease(workspace);
        const { writeDocuments } = await import('#strata/rulebook/releases');
        const { written, unchanged, strays } = await writeDocuments(documents, folderOf(workspace, dir));
        if (json) {
          printJson({ hash, written, unchanged, strays });
          return;
        }
        for (const file of written) printLine(`written ${file}`);
        for (const file of strays) printLine(`not in the release, left as it is: ${file}`);
        printLine(`${hash}: ${written.length} written, ${unchanged.length} unchanged.`);
      });
    });
}

/** `strata rules history`: who published what. */
export function registerHistory(rules: Command): void {
  rules
    .command('history')
    .description('list who published which release when, the latest first')
    .option('--limit <n>', 'how many entries', wholeNumber, 20)
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules history --limit 5')
    .action(async ({ limit, json }: Json & { readonly limit: number }) => {
      const history = await withWorkspace(async (workspace) =>
        (await workspace.publishedReleases()).history({ limit }),
      );
      if (json) {
        printJson(history);
        return;
      }
      const rows = history.map(({ hash, publishedAt, by, action, reason, current }) => {
        return [current ? '→' : '', hash.slice(0, 'sha256:'.length + 12), publishedAt, by, action, reason ?? ''];
      });
      printTable(['', 'release', 'published', 'by', 'how', 'why'], rows);
    });
}

/** `strata rules rollback`: an earlier release, current again. */
export function registerRollback(rules: Command): void {
  rules
    .command('rollback')
    .description('make an earlier release current again')
    .argument('[hash]', 'the release, or the beginning of its hash; the one before the current unless told')
    .option('--reason <text>', 'why, for the history')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExamples:\n  $ strata rules rollback\n  $ strata rules rollback sha256:3f9ac2')
    .action(async (hash: string | undefined, { json, reason }: Json & { readonly reason?: string }) => {
      const release = await withWorkspace(async (workspace) => {
        const releases = await workspace.publishedReleases();
        return releases.rollback(hash === undefined ? { steps: 1 } : { hash }, userName(), reason ?? null);
      });
      if (json) printJson({ hash: release.hash, publishedAt: release.publishedAt, by: release.by });
      else printLine(`Current again: ${release.hash} (${countsOf(release.documents)}).`);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 100) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
}

/** @throws StrataError NOT_FOUND where nothing was published yet */
export async function currentRelease(workspace: Workspace): Promise<{ hash: string; documents: ReleaseDocuments }> {
  const current = await (await workspace.publishedReleases()).current();
  if (current !== null) return current;
  throw new StrataError('NOT_FOUND', 'Nothing was published yet: publish with `strata rules push`.');
}

/** Who publishes, for the history: the name of the account that runs the command. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
