import { type Command, Option } from 'commander';
import { type Language, LANGUAGES } from '#strata/kernel/texts';
import { type ReleaseDocuments } from '#strata/engine';
import { type ExplainedDocument } from '#strata/rulebook/explain';
import { type StoredEvents } from '#strata/rulebook/checks';
import { printJson, printLine } from '../../output/output.js';
import { serverReleases } from '../../workspace/server-releases.js';
import { registerRulesSql } from './rules-sql.js';
import {
  assertNoWarnings,
  countsOf,
  documentsOrThrow,
  folderOf,
  printWarnings,
  validateFolder,
} from './rules-folder.js';
import { registerPush } from './rules-push.js';
import { currentRelease, registerHistory, registerPull, registerRollback } from './rules-releases.js';
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
    .addOption(new Option('--language <language>', 'of the sentences; English unless told').choices(LANGUAGES))
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  $ strata rules explain win-back-coupon')
    .action(async (id: string, { json, language, ...which }: Json & ExplainOptions) => {
      const { documents, from } = await withWorkspace((workspace) => documentsToExplain(workspace, which));
      const { explainDocument } = await import('#strata/rulebook/explain');
      const explained = explainDocument(documents, id, language);
      if (json) printJson({ ...explained, from });
      else {
        printExplained(explained);
        printLine(`  ${titled('From')}${from}`);
      }
    });
}

/** Of the server of this home, where one runs and answers: to open a database for it would take longer than the check. */
async function eventsOfServer({ config }: Workspace): Promise<StoredEvents | undefined> {
  return await serverReleases(config)
    ?.storedEvents()
    .catch(() => undefined);
}

interface ExplainOptions {
  readonly dir?: string;
  readonly published?: true;
  readonly language?: Language;
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

const TITLE_WIDTH = 12;

/** Han characters are two columns wide. */
function titled(title: string): string {
  const wide = title.match(/\p{Script=Han}/gu)?.length ?? 0;
  return title.padEnd(TITLE_WIDTH - wide);
}

/** A document in words, a sentence a line. */
export function printExplained({ kind, id, title, sections }: ExplainedDocument): void {
  printLine(`${title} (${kind} ${id})`);
  for (const section of sections) {
    section.sentences.forEach((sentence, index) => {
      printLine(`  ${titled(index === 0 ? section.title : '')}${sentence}`);
    });
  }
}
