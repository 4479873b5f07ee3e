import { basename, dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { type ReleaseDocuments } from '#strata/engine';
import { type DialectName, DIALECTS } from '#strata/engine/sql';
import { StrataError } from '#sdk';
import { printJson, printLine } from '../../output/output.js';
import { withWorkspace } from '../../workspace/workspace.js';

interface Options {
  readonly dialect: DialectName;
  readonly table?: string;
  readonly id?: string;
  readonly json?: true;
}

/** `strata rules sql`: a segment as the query of its members. */
export function registerRulesSql(rules: Command): void {
  rules
    .command('sql')
    .description("write a segment as SQL: the ids of its members, of Strata's own tables or of a table of facts")
    .argument('<segment>', "the segment's id in the current release, or the path of its document")
    .addOption(new Option('--dialect <name>', 'whose SQL').choices(Object.keys(DIALECTS)).default('postgres'))
    .option('--table <name>', 'read facts from the columns of this table; "facts" where the dialect is of a warehouse')
    .option('--id <column>', 'the column of ids in that table (default: "user_id")')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ strata rules sql dormant-customers | psql "$DATABASE_URL"\n  $ strata rules sql rules/segments/dormant-customers.json --dialect spark --table crm.facts',
    )
    .action(async (segment: string, { dialect, json, ...options }: Options) => {
      const isPath = segment.endsWith('.json');
      const documents = isPath ? await documentsBeside(segment) : await publishedDocuments();
      // Loaded only here: the other commands about rules need none of it.
      const { segmentSql } = await import('./segment-sql.js');
      const sql = await segmentSql(isPath ? basename(segment, '.json') : segment, documents, dialect, options);
      if (json) printJson({ segment, dialect, sql });
      else printLine(`${sql};`);
    });
}

async function publishedDocuments(): Promise<ReleaseDocuments> {
  const current = await withWorkspace(async (workspace) => (await workspace.publishedReleases()).current());
  if (current === null) throw new StrataError('NOT_FOUND', 'Nothing was published yet.');
  return current.documents;
}

/** All documents of the folder that holds the folder of the segment. */
async function documentsBeside(file: string): Promise<ReleaseDocuments> {
  const [{ loadDocuments }, { documentsOrThrow, validateDocuments }] = await Promise.all([
    import('#strata/rulebook/documents'),
    import('#strata/rulebook/checks'),
  ]);
  return documentsOrThrow(validateDocuments(await loadDocuments(dirname(dirname(file)))));
}
