import { rename } from 'node:fs/promises';
import { type DuckDBConnection } from '@duckdb/node-api';
import { type RecommendedItems, type RecommendedContent, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { sqlText } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { type OfferItems } from '#strata/items';
import { type Database } from '#strata/platform/database';
import { resolvePersons } from '#strata/profiles/store';
import { StrataError } from '#sdk';
import { listRelation, withDuckDb } from '../booking/index.js';
import { type ItemCounts } from '../runs/index.js';
import { campaignPhrases } from '../words/index.js';

/** The column of a list whose offers take items from a recommender: the ids of the items as a JSON array, the best first. */
export const ITEMS_COLUMN = 'items';

/** A list that is booked. */
interface ItemList {
  /** Path of the file, which is written again. */
  readonly list: string;
  readonly strategy: Strategy;
  readonly documents: ReleaseDocuments;
  /** The campaign's clock: milliseconds since 1970, UTC. */
  readonly now: number;
  readonly signal: AbortSignal;
}

interface ItemPorts {
  readonly database: Database;
  readonly items: Pick<OfferItems, 'choose'>;
}

/** Whether lists of a strategy have items: some of its offers take them from a recommender. */
export function hasItems({ offers }: Pick<Strategy, 'offers'>): boolean {
  return offers.some(({ content }) => content?.recommend !== undefined);
}

/**
 * Adds the items of each person to a list whose offers take them from a recommender; of all others nothing is changed. What
 * single decisions at the same moment say, it says, too.
 *
 * @returns how many people got other items than the recommender's
 */
export async function addItems(ports: ItemPorts, list: ItemList): Promise<ItemCounts> {
  const { strategy, list: path } = list;
  if (!hasItems(strategy)) return { popular: 0, none: 0 };
  return await withDuckDb(async (connection) => {
    await connection.run('create temp table chosen (person varchar primary key, items varchar)');
    const counts = { popular: 0, none: 0 };
    for (const { id, content } of strategy.offers) {
      if (content?.recommend === undefined) continue;
      for await (const people of peopleOf(connection, path, id)) {
        if (list.signal.aborted) throw new StrataError('CANCELLED', 'The list got no items.');
        const chosen = await chooseItems(ports, people, content.recommend, list);
        for (const { fallback } of chosen) if (fallback !== null) counts[fallback]++;
        await keep(connection, people, chosen);
      }
    }
    await writeAgain(connection, path);
    return counts;
  });
}

const PEOPLE_AT_ONCE = 1_000;

async function* peopleOf(connection: DuckDBConnection, path: string, offer: string): AsyncGenerator<readonly string[]> {
  const reader = await connection.runAndReadAll(
    `select "user"::varchar from ${listRelation(path)} where outcome = 'offer' and offer = ${sqlText(offer, 'duckdb')}`,
  );
  const people = reader.getRows().map(([user]) => String(user));
  for (let start = 0; start < people.length; start += PEOPLE_AT_ONCE) {
    yield people.slice(start, start + PEOPLE_AT_ONCE);
  }
}

async function chooseItems(
  { database, items }: ItemPorts,
  ids: readonly string[],
  content: RecommendedContent,
  { documents, now }: ItemList,
): Promise<readonly RecommendedItems[]> {
  const persons = await database.run((manager) => resolvePersons(manager, ids));
  const people = ids.map((id) => ({ person: persons.get(id) ?? id, events: [] }));
  return await items.choose(content, people, { documents, now });
}

async function keep(
  connection: DuckDBConnection,
  people: readonly string[],
  chosen: readonly RecommendedItems[],
): Promise<void> {
  const rows = people.map((person, place) => {
    const ids = (chosen[place]?.items ?? []).map(({ id }) => id);
    return `(${sqlText(person, 'duckdb')}, ${sqlText(JSON.stringify(ids), 'duckdb')})`;
  });
  await connection.run(`insert into chosen values ${rows.join(', ')} on conflict do nothing`);
}

const COPY: Readonly<Record<string, string>> = {
  parquet: 'format parquet',
  csv: 'format csv, header true',
  ndjson: 'format json',
};

async function writeAgain(connection: DuckDBConnection, path: string): Promise<void> {
  const format = COPY[path.slice(path.lastIndexOf('.') + 1)] ?? 'format parquet';
  const rows = `select l.* exclude (place), c.items as ${ITEMS_COLUMN}
    from (select *, row_number() over () as place from ${listRelation(path)}) l
    left join chosen c on c.person = l."user"::varchar order by place`;
  await connection.run(`copy (${rows}) to ${sqlText(`${path}.items`, 'duckdb')} (${format})`);
  await rename(`${path}.items`, path);
}

/** What to know of the items of a list, in sentences. */
export function itemNotes({ popular, none }: ItemCounts, language?: Language): readonly string[] {
  const { items } = campaignPhrases(language);
  return [...(popular === 0 ? [] : [items.popular(popular)]), ...(none === 0 ? [] : [items.none(none)])];
}
