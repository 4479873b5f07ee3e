import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type ReleaseDocuments } from '../../engine/index.js';
import {
  documentsOrThrow,
  explainDocument,
  type ExplainedDocument,
  loadDocuments,
  validateWithPlugins,
  type Validation,
  writeDocuments,
} from '../../rulebook/index.js';
import { type Problem, StrataError } from '../../sdk/index.js';
import { placeOf, printable, printJson, printLine, printTable } from '../output.js';
import { registerRulesSql } from './rules-sql.js';
import { withWorkspace, type Workspace } from '../workspace.js';

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
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules validate rules')
    .action(async (dir: string | undefined, { json }: Json) => {
      const validation = await withWorkspace((workspace) => validateFolder(workspace, dir));
      const { documents, problems, warnings } = validation;
      if (json) {
        printJson({ valid: documents !== null, problems, warnings });
        if (documents === null) process.exitCode = 1;
        return;
      }
      printWarnings(warnings);
      printLine(`All good: ${countsOf(documentsOrThrow(validation))}.`);
    });
}

function registerPush(rules: Command): void {
  rules
    .command('push')
    .description('check a folder and publish it as one release')
    .argument('[dir]', 'the folder; RULES_DIR or ./rules unless told')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules push rules')
    .action(async (dir: string | undefined, { json }: Json) => {
      await withWorkspace(async (workspace) => {
        const validation = await validateFolder(workspace, dir);
        const documents = documentsOrThrow(validation);
        const releases = await workspace.publishedReleases();
        const { release, changed } = await releases.push(documents, userName());
        const { hash, publishedAt, by } = release;
        if (json) {
          printJson({ hash, publishedAt, by, changed, warnings: validation.warnings });
          return;
        }
        printWarnings(validation.warnings);
        const done = changed ? `Published ${hash}` : `Nothing changed: ${hash} is current already`;
        printLine(`${done} (${countsOf(documents)}).`);
      });
    });
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
      const rows = history.map(({ hash, publishedAt, by, action, current }) => {
        return [current ? '→' : '', hash.slice(0, 'sha256:'.length + 12), publishedAt, by, action];
      });
      printTable(['', 'release', 'published', 'by', 'how'], rows);
    });
}

function registerRollback(rules: Command): void {
  rules
    .command('rollback')
    .description('make an earlier release current again')
    .argument('[hash]', 'the release, or the beginning of its hash; the one before the current unless told')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExamples:\n  $ strata rules rollback\n  $ strata rules rollback sha256:3f9ac2')
    .action(async (hash: string | undefined, { json }: Json) => {
      const release = await withWorkspace(async (workspace) => {
        const releases = await workspace.publishedReleases();
        return releases.rollback(hash === undefined ? { steps: 1 } : { hash }, userName());
      });
      if (json) printJson({ hash: release.hash, publishedAt: release.publishedAt, by: release.by });
      else printLine(`Current again: ${release.hash} (${countsOf(release.documents)}).`);
    });
}

function registerExplain(rules: Command): void {
  rules
    .command('explain')
    .description('tell a strategy, segment, model or fact in words')
    .argument('<id>', 'an id; strategy/ID, segment/ID, model/ID or fact/ID where several documents have it')
    .option('--dir <dir>', 'read a folder instead of the current release')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules explain win-back-coupon')
    .action(async (id: string, { dir, json }: Json & { readonly dir?: string }) => {
      const documents = await withWorkspace((workspace) => documentsToExplain(workspace, dir));
      const explained = explainDocument(documents, id);
      if (json) printJson(explained);
      else printExplained(explained);
    });
}

async function validateFolder(workspace: Workspace, dir: string | undefined): Promise<Validation> {
  const sources = await loadDocuments(folderOf(workspace, dir));
  return await validateWithPlugins(sources, await workspace.host());
}

function folderOf({ config }: Workspace, dir: string | undefined): string {
  return dir === undefined ? config.rulesDir : resolve(dir);
}

async function currentRelease(workspace: Workspace): Promise<{ hash: string; documents: ReleaseDocuments }> {
  const current = await (await workspace.publishedReleases()).current();
  if (current !== null) return current;
  throw new StrataError('NOT_FOUND', 'Nothing was published yet: publish with `strata rules push`.');
}

/** The folder where one is named or nothing was published yet, else the current release. */
async function documentsToExplain(workspace: Workspace, dir: string | undefined): Promise<ReleaseDocuments> {
  const current = dir === undefined ? await (await workspace.publishedReleases()).current() : null;
  return current?.documents ?? documentsOrThrow(await validateFolder(workspace, dir));
}

function countsOf({ facts, segments, models, strategies }: ReleaseDocuments): string {
  const counts = [
    [Object.keys(facts).length, 'fact', 'facts'],
    [segments.length, 'segment', 'segments'],
    [models.length, 'model', 'models'],
    [strategies.length, 'strategy', 'strategies'],
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
