import { type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { compileCondition, type CompiledCondition, type SqlColumns } from '#strata/engine/conditions';
import { type FactColumnSql } from '#strata/engine/facts';
import { derivedFacts } from '#strata/engine/plan';
import { type DialectName, DIALECTS } from '#strata/engine/sql';
import { type SqlDialect } from '#strata/kernel';
import { nearestName, StrataError } from '#sdk';

/**
 * A segment as the query of its members: of Strata's own tables, or of a table whose columns are facts.
 *
 * @throws StrataError NOT_FOUND, INVALID_DOCUMENT where SQL cannot say it
 */
export async function segmentSql(
  id: string,
  documents: ReleaseDocuments,
  dialect: DialectName,
  { table, id: idColumn }: { readonly table?: string; readonly id?: string },
): Promise<string> {
  const { facts, segments } = documents;
  const known = segments.map((segment) => segment.id);
  if (!known.includes(id)) {
    const nearest = nearestName(id, known);
    const problem = { message: `there is no segment "${id}"`, ...(nearest === undefined ? {} : { nearest }) };
    throw new StrataError('NOT_FOUND', `There is no segment "${id}".`, { problems: [problem] });
  }
  const condition = compileCondition(id, { facts, segments, timeZone: timeZoneOf(documents), isPublished: true });
  if (table === undefined && idColumn === undefined && isOwn(dialect)) {
    return await membersSql(condition, documents, dialect);
  }
  return membersOfTable(condition, documents, dialect, table ?? 'facts', idColumn ?? 'user_id');
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
  return `select _user_id as user_id from (\n${people}\n) people\nwhere ${condition.toSql(dialect)}`;
}

/** Shares and stages are told by the columns of the facts that they are told by. */
function membersOfTable(
  condition: CompiledCondition,
  documents: ReleaseDocuments,
  dialect: DialectName,
  table: string,
  id: string,
): string {
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
