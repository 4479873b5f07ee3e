import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command } from 'commander';
import { PACKAGE_ROOT } from '#strata/platform';
import { type ReleaseChanges } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { printJson, printLine } from '../../output/output.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';
import { assertNoWarnings, countsOf, documentsOrThrow, printWarnings, validateFolder } from './rules-folder.js';
import { userName } from './rules-releases.js';

interface PushOptions {
  readonly json?: true;
  readonly reason?: string;
  readonly yes?: true;
  readonly strict?: true;
}

/** `strata rules push`: a folder as the next release. */
export function registerPush(rules: Command): void {
  rules
    .command('push')
    .description('check a folder and publish it as one release')
    .argument('[dir]', 'the folder; RULES_DIR or ./rules unless told')
    .option('--reason <text>', 'why, for the history')
    .option('--yes', 'ask nothing; needed without a terminal where documents would disappear')
    .option('--strict', 'publish nothing where there are warnings')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules push rules --reason "20 off until Christmas"')
    .action(async (dir: string | undefined, options: PushOptions) => {
      await withWorkspace(async (workspace) => {
        const folder = folderToPush(workspace, dir);
        const releases = await workspace.publishedReleases();
        const validation = await validateFolder(workspace, folder, releases.storedEvents());
        const documents = await documentsOrThrow(validation);
        if (options.strict) assertNoWarnings(validation.warnings);
        const { compareReleases } = await import('#strata/rulebook/releases');
        const changes = compareReleases((await releases.current())?.documents ?? null, documents);
        if (options.json === undefined) {
          printWarnings(validation.warnings);
          printChanges(changes);
        }
        if (!(await mayPublish(changes, options))) {
          printLine('Nothing was published.');
          return;
        }
        const { release, changed } = await releases.push(documents, userName(), options.reason ?? null);
        const { hash, publishedAt, by } = release;
        if (options.json) {
          printJson({ hash, publishedAt, by, changed, ...changes, warnings: validation.warnings });
          return;
        }
        const done = changed ? `Published ${hash}` : `Nothing changed: ${hash} is current already`;
        printLine(`${done} (${countsOf(documents)}).`);
      });
    });
}

/** A folder that somebody named or that stands here: the shipped sample replaces nobody's rules by accident. */
function folderToPush({ config }: Workspace, dir: string | undefined): string {
  if (dir !== undefined) return dir;
  const isShipped = resolve(config.rulesDir) === join(PACKAGE_ROOT, 'rules') && process.cwd() !== PACKAGE_ROOT;
  if (!isShipped) return config.rulesDir;
  throw new StrataError('NOT_FOUND', `There is no folder "rules" in ${process.cwd()}: nothing was published.`, {
    problems: [{ message: 'It is not clear which documents are meant', expected: 'strata rules push DIR' }],
  });
}

function printChanges({ appear, change, disappear }: ReleaseChanges): void {
  for (const name of appear) printLine(`  + ${name}`);
  for (const name of change) printLine(`  ~ ${name}`);
  for (const name of disappear) printLine(`  - ${name} (disappears)`);
}

/** On a terminal somebody is asked; without one only the disappearing of documents needs to be allowed. */
async function mayPublish(changes: ReleaseChanges, { yes, json }: PushOptions): Promise<boolean> {
  const { appear, change, disappear } = changes;
  if (yes || appear.length + change.length + disappear.length === 0) return true;
  if (json === undefined && process.stdin.isTTY && process.stdout.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    try {
      return /^y(es)?$/i.test((await terminal.question('Publish? [y/N] ')).trim());
    } finally {
      terminal.close();
    }
  }
  if (disappear.length === 0) return true;
  const message = `${disappear.length === 1 ? '1 document' : `${disappear.length} documents`} would disappear: nothing was published.`;
  throw new StrataError('BAD_USAGE', message, {
    problems: [{ message: disappear.slice(0, 20).join(', '), expected: '--yes, where that is meant' }],
  });
}
