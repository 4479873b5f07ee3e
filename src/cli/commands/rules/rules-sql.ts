import { basename, dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { type CompiledCondition, type SqlColumns } from '#strata/engine/conditions';
import { type FactColumnSql } from '#strata/engine/facts';
import { type DialectName, DIALECTS } from '#strata/engine/sql';
import { type SqlDialect } from '#strata/kernel';
import { loadDocuments } from '#strata/rulebook/documents';
import { documentsOrThrow, validateDocuments } from '#strata/rulebook/checks';
import { nearestName, StrataError } from '#sdk';
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
  return documentsOrThrow(validateDocuments(await loadDocuments(dirname(dirname(file)))));
}

async function segmentSql(
  id: string,
  documents: ReleaseDocuments,
  dialect: DialectName,
  { table, id: idColumn }: Pick<Options, 'table' | 'id'>,
): Promise<string> {
  const { facts, segments } = documents;
  const known = segments.map((segment) => segment.id);
  if (!known.includes(id)) {
    const nearest = nearestName(id, known);
    const problem = { message: `there is no segment "${id}"`, ...(nearest === undefined ? {} : { nearest }) };
    throw new StrataError('NOT_FOUND', `There is no segment "${id}".`, { problems: [problem] });
  }
  const { compileCondition } = await import('#strata/engine/conditions');
  const condition = compileCondition(id, { facts, segments, timeZone: timeZoneOf(documents), isPublished: true });
  if (table === undefined && idColumn === undefined && isOwn(dialect)) {
    return await membersSql(condition, documents, dialect);
  }
  return await membersOfTable(condition, documents, dialect, table ?? 'facts', idColumn ?? 'user_id');
}

/** Whoever runs the SQL asks by the clock of the database that it runs on. */
// eslint-disable-next-line no-restricted-syntax -- no process passes a moment into what is printed
const NOW: Readonly<Record<SqlDialect, string>> = { postgres: 'now()', duckdb: 'epoch_ms(now())' };

/** Whether Strata's own tables may be in it. */
function isOwn(dialect: DialectName): dialect is SqlDialect {
  return Object.hasOwn(NOW, dialect);
}

async function membersSql(
  condition: CompiledCondition,
  documents: ReleaseDocuments,
  dialect: SqlDialect,
): Promise<string> {
  const { everybodyAt, factsSql } = await import('#strata/profiles/facts');
  const { facts: catalogue } = documents;
  const facts = condition.facts.map(({ fact }) => fact);
  const timeZone = timeZoneOf(documents);
  const people = factsSql({ dialect, catalogue, timeZone, facts, rows: everybodyAt(NOW[dialect]) });
  return `select user_id from (\n${people}\n) people\nwhere ${condition.toSql(dialect)}`;
}

/** Shares and stages are told by the columns of the facts that they are told by. */
async function membersOfTable(
  condition: CompiledCondition,
  documents: ReleaseDocuments,
  dialect: DialectName,
  table: string,
  id: string,
): Promise<string> {
  const { derivedFacts } = await import('#strata/engine/plan');
  const name = (written: string): string => DIALECTS[dialect].name(written);
  const derived = derivedFacts(documents.facts, timeZoneOf(documents));
  const columnOf = (fact: string): FactColumnSql => ({
    sql: derived.has(fact) ? `(${derived.toSql(fact, dialect, columnOf)})` : name(fact),
    type: documents.facts[fact]?.type ?? 'number',
  });
  const columns: SqlColumns = ({ fact }) => columnOf(fact);
  const from = table.split('.').map(name).join('.');
  return `select ${name(id)} from ${from}\nwhere ${condition.toSql(dialect, columns)}`;
}
