import { type DuckDBConnection } from '@duckdb/node-api';
import { relationOf, union } from './sql/part-sql.js';
import { type AudienceColumn, type AudiencePart } from './people/audience.js';
import { type NeededFact } from './people/needed-facts.js';

/** More different texts than this are read as texts. */
const MOST_CATEGORIES = 20_000;

/** The columns with the texts that occur in them, where they are few: in one pass. */
export async function columnsOf(
  connection: DuckDBConnection,
  facts: readonly NeededFact[],
  parts: readonly AudiencePart[],
): Promise<readonly AudienceColumn[]> {
  const columns: AudienceColumn[] = [];
  for (const [place, { key, type }] of facts.entries()) {
    const isText = type === 'string' || type === 'date';
    const categories = isText ? await categoriesOf(connection, parts, place) : null;
    columns.push({ key, type, ...(categories === null ? {} : { categories }) });
  }
  return columns;
}

async function categoriesOf(
  connection: DuckDBConnection,
  parts: readonly AudiencePart[],
  place: number,
): Promise<readonly string[] | null> {
  const cells = union(
    parts.map(({ columns, file }) => `select ${columns[place] ?? 'null'} as cell from ${relationOf(file)}`),
  );
  const found = await connection.runAndReadAll(
    `select distinct cell from (${cells}) where cell is not null limit ${String(MOST_CATEGORIES + 1)}`,
  );
  const texts = found.getRowsJson().map(([cell]) => cell as string);
  return texts.length > MOST_CATEGORIES ? null : texts.sort();
}
