import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type ReleaseDocuments } from '#strata/engine';
import { PACKAGE_ROOT } from '#strata/platform';
import { type ReleaseChanges } from '#strata/rulebook/releases';
import { type ExplainedDocument } from '#strata/rulebook/explain';
import { type StoredEvents, type Validation } from '#strata/rulebook/checks';
import { type Problem, StrataError } from '#sdk';
import { placeOf, printable, printJson, printLine, printTable } from '../../output/output.js';
import { serverReleases } from '../../workspace/server-releases.js';
import { registerRulesSql } from './rules-sql.js';
import { withWorkspace, type Workspace } from '../../workspace/workspace.js';

interface Json {
  readonly json?: true;
}

/** `strata rules validate|push|pull|history|rollback|explain`: what marketers write, and its releases. */
export function registerRules(program: Command): void {
  const rules = program.command('rules').description('check, publish and roll back the documents that marketers write');
  registerValidate(rules);
  registerPush(rules);
  registerPull(rules);
  registerHistory(rules);
  registerRollback(rules);
  registerExplain(rules);
  registerRulesSql(rules);
}

function registerValidate(rules: Command): void {
  rules
    .command('validate')
    .description('check all documents of a folder together')
    .argument('[dir]', 'the folder; RULES_DIR or ./rules unless told')
    .option('--strict', 'take warnings for errors')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules validate rules --strict')
    .action(async (dir: string | undefined, { json, strict }: Json & { readonly strict?: true }) => {
      const validation = await withWorkspace((workspace) => validateFolder(workspace, dir, eventsOfServer(workspace)));
      const { documents, problems, warnings } = validation;
      if (json) {
        const valid = documents !== null && (strict === undefined || warnings.length === 0);
        printJson({ valid, problems, warnings });
        if (!valid) process.exitCode = 1;
        return;
      }
      if (strict && documents !== null) assertNoWarnings(warnings);
      printWarnings(warnings);
      printLine(`All good: ${countsOf(await documentsOrThrow(validation))}.`);
    });
}

interface PushOptions extends Json {
  readonly reason?: string;
  readonly yes?: true;
  readonly strict?: true;
}

function registerPush(rules: Command): void {
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

/** @throws StrataError INVALID_DOCUMENT with all warnings */
function assertNoWarnings(warnings: readonly Problem[]): void {
  if (warnings.length === 0) return;
  const count = warnings.length === 1 ? 'There is 1 warning' : `There are ${warnings.length} warnings`;
  throw new StrataError('INVALID_DOCUMENT', `${count}, and --strict allows none.`, { problems: warnings });
}

function registerPull(rules: Command): void {
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

function registerHistory(rules: Command): void {
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

function registerRollback(rules: Command): void {
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

function registerExplain(rules: Command): void {
  rules
    .command('explain')
    .description('tell a strategy, campaign, segment, model or fact in words')
    .argument(
      '<id>',
      'an id; strategy/ID, campaign/ID, segment/ID, model/ID or fact/ID where several documents have it',
    )
    .option('--dir <dir>', 'the folder; RULES_DIR or ./rules unless told')
    .option('--published', 'tell the release that decides now instead of the folder')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules explain win-back-coupon')
    .action(async (id: string, { json, ...which }: Json & ExplainOptions) => {
      const { documents, from } = await withWorkspace((workspace) => documentsToExplain(workspace, which));
      const { explainDocument } = await import('#strata/rulebook/explain');
      const explained = explainDocument(documents, id);
      if (json) printJson({ ...explained, from });
      else {
        printExplained(explained);
        printLine(`  ${'From'.padEnd(TITLE_WIDTH)}${from}`);
      }
    });
}

async function validateFolder(
  workspace: Workspace,
  dir: string | undefined,
  storedEvents?: Promise<StoredEvents | undefined>,
): Promise<Validation> {
  const [host, { sources, validateWithPlugins }, events] = await Promise.all([
    workspace.host(),
    loadChecks(folderOf(workspace, dir)),
    storedEvents,
  ]);
  return await validateWithPlugins(sources, host, events);
}

/** The documents and what checks them, loaded while the process of the plugins starts, which takes as long. */
async function loadChecks(folder: string) {
  await import('#strata/plugin-host');
  const [{ loadDocuments }, { validateWithPlugins }] = await Promise.all([
    import('#strata/rulebook/documents'),
    import('#strata/rulebook/checks'),
  ]);
  return { sources: await loadDocuments(folder), validateWithPlugins };
}

/** @throws StrataError INVALID_DOCUMENT with all problems */
async function documentsOrThrow(validation: Validation): Promise<ReleaseDocuments> {
  const checks = await import('#strata/rulebook/checks');
  return checks.documentsOrThrow(validation);
}

/** Of the server of this home, where one runs and answers: to open a database for it would take longer than the check. */
async function eventsOfServer({ config }: Workspace): Promise<StoredEvents | undefined> {
  return await serverReleases(config)
    ?.storedEvents()
    .catch(() => undefined);
}

function folderOf({ config }: Workspace, dir: string | undefined): string {
  return dir === undefined ? config.rulesDir : resolve(dir);
}

async function currentRelease(workspace: Workspace): Promise<{ hash: string; documents: ReleaseDocuments }> {
  const current = await (await workspace.publishedReleases()).current();
  if (current !== null) return current;
  throw new StrataError('NOT_FOUND', 'Nothing was published yet: publish with `strata rules push`.');
}

interface ExplainOptions {
  readonly dir?: string;
  readonly published?: true;
}

/** The folder, as `validate` reads it; the release that decides now where it is asked for. */
async function documentsToExplain(
  workspace: Workspace,
  { dir, published }: ExplainOptions,
): Promise<{ readonly documents: ReleaseDocuments; readonly from: string }> {
  if (published) {
    const { hash, documents } = await currentRelease(workspace);
    return { documents, from: `the published release ${hash}` };
  }
  const documents = await documentsOrThrow(await validateFolder(workspace, dir));
  return { documents, from: `the folder ${folderOf(workspace, dir)} (--published tells the release that decides now)` };
}

function countsOf({ facts, segments, models, strategies, campaigns = [] }: ReleaseDocuments): string {
  const counts = [
    [Object.keys(facts).length, 'fact', 'facts'],
    [segments.length, 'segment', 'segments'],
    [models.length, 'model', 'models'],
    [strategies.length, 'strategy', 'strategies'],
    [campaigns.length, 'campaign', 'campaigns'],
  ] as const;
  return counts.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ');
}

function printWarnings(warnings: readonly Problem[]): void {
  for (const warning of warnings) {
    const { message, expected, nearest } = warning;
    const lines = [
      `warning ${placeOf(warning)}`,
      `    ${message}`,
      ...(expected === undefined ? [] : [`    expected: ${expected}`]),
      ...(nearest === undefined ? [] : [`    did you mean "${nearest}"?`]),
    ];
    printLine(printable(lines.join('\n')));
  }
}

const TITLE_WIDTH = 12;

function printExplained({ kind, id, title, sections }: ExplainedDocument): void {
  printLine(`${title} (${kind} ${id})`);
  for (const section of sections) {
    section.sentences.forEach((sentence, index) => {
      printLine(`  ${(index === 0 ? section.title : '').padEnd(TITLE_WIDTH)}${sentence}`);
    });
  }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 100) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
}

/** Who publishes, for the history: the name of the account that runs the command. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
