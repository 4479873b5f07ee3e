import { type FactDefinition, type FactType, type ReleaseDocuments, timeZoneOf } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { noDocumentCalled } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { boundedQuery, BUCKETS, bucketsToRead, eventNamesOf, knownSql, sizesOf, TooSlow } from '../preview/index.js';

/** What the stored people have as the value of a fact. */
export interface FrequentValues {
  readonly fact: string;
  /** How many people were looked at: everybody, or a sample. */
  readonly examined: number;
  /** The most frequent first; of a list, its items. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
}

interface ValuesRequest {
  readonly fact: string;
  readonly documents: ReleaseDocuments;
  /** Only values with this text in them, whatever its case; '' for all. */
  readonly search: string;
  readonly limit: number;
  /** Milliseconds since 1970, UTC: the moment that the values are of. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Enough to know the frequent values. */
const PEOPLE = 20_000;
const TIME_LIMIT_MS = 1_500;
/** What takes too long is counted on so much smaller a sample. */
const SHRINK = 16;

/**
 * The most frequent values of a text or list fact among the stored people, counted on a sample that is always the same.
 *
 * @throws StrataError NOT_FOUND, INVALID_REQUEST where values of the fact are not listed, CANCELLED, UNAVAILABLE
 */
export async function factValues(database: Database, request: ValuesRequest): Promise<FrequentValues> {
  const { fact, documents, search, limit, now, signal } = request;
  const { type } = listable(documents, fact);
  const read = { facts: [fact], timeZone: timeZoneOf(documents) };
  const sql = valuesSql(fact, type, knownSql(read, documents.facts, 'buckets'));
  const buckets = await bucketsFor(database, eventNamesOf(read, documents.facts).length > 0);
  for (const most of [buckets, Math.ceil(buckets / SHRINK)]) {
    const parameters = [new Date(now).toISOString(), 0, most, search, limit];
    try {
      return answerOf(fact, await boundedQuery(database, { sql, parameters }, { timeLimitMs: TIME_LIMIT_MS, signal }));
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error;
    }
  }
  throw new StrataError('UNAVAILABLE', 'The database is too busy to count values now.');
}

async function bucketsFor(database: Database, readsEvents: boolean): Promise<number> {
  const sizes = await database.run((manager) => sizesOf(manager, readsEvents));
  const enough = Math.ceil((BUCKETS * PEOPLE) / Math.max(1, sizes.people));
  return Math.min(bucketsToRead(database.kind, sizes, readsEvents), enough);
}

/** `$4` is what is searched for, `$5` how many values; the others are those of the facts. */
function valuesSql(fact: string, type: FactType, { people, known }: ReturnType<typeof knownSql>): string {
  const column = `known.${sqlName(fact)}`;
  const items = `jsonb_array_elements_text(case jsonb_typeof(${column}) when 'array' then ${column} else '[]' end)`;
  const [value, from] = type === 'list' ? ['item', `known, ${items} item`] : [column, 'known'];
  return `${people === '' ? 'with' : `${people},`} known as materialized (${known})
    select examined, value, count
    from (select count(*)::int as examined from known) seen left join (
      select value, count(*)::int as count
      from (select ${value} as value from ${from}) each
      where value is not null and strpos(lower(value), lower($4::text)) > 0
      group by value order by count(*) desc, value collate "C" limit $5::int) counted on true
    order by count desc, value collate "C"`;
}

interface CountedValue {
  readonly examined: number;
  readonly value: string | null;
  readonly count: number | null;
}

function answerOf(fact: string, rows: readonly CountedValue[]): FrequentValues {
  const values = rows.flatMap(({ value, count }) => (value === null || count === null ? [] : [{ value, count }]));
  return { fact, examined: rows[0]?.examined ?? 0, values };
}

/** @throws StrataError NOT_FOUND, INVALID_REQUEST */
function listable({ facts }: ReleaseDocuments, name: string): FactDefinition {
  const definition = Object.hasOwn(facts, name) ? facts[name] : undefined;
  if (definition === undefined) throw noDocumentCalled(name, { what: 'fact', ids: Object.keys(facts) });
  const { type, sensitive, personal } = definition;
  if (sensitive === true) throw notListed(name, 'is sensitive');
  if (personal === true) throw notListed(name, 'is personal');
  if (type !== 'string' && type !== 'list') throw notListed(name, `is a ${type}`);
  return definition;
}

function notListed(name: string, why: string): StrataError {
  const message = `The fact "${name}" ${why}: its values are not listed.`;
  const problem = { message, expected: 'a fact of type string or list, neither sensitive nor personal' };
  return new StrataError('INVALID_REQUEST', message, { problems: [problem] });
}
