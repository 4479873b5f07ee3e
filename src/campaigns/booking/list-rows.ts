import { type DuckDBConnection } from '@duckdb/node-api';
import { openMemory } from '#strata/tables';
import { sqlText } from '#strata/kernel';

/** A row of a list, as far as it is booked. */
export interface ListedPerson {
  readonly userId: string;
  readonly offer: string;
  readonly arm: string | null;
  readonly outcome: 'offer' | 'holdout';
  readonly propensity: number | null;
  /** P(goal | offer) and P(goal | no offer), as the offer was priced; null where they are not known. */
  readonly conversion: number | null;
  readonly natural: number | null;
}

/** The DuckDB relation of a list's file, by its ending. */
export function listRelation(path: string): string {
  const file = sqlText(path, 'duckdb');
  if (path.endsWith('.csv')) return `read_csv(${file}, header = true, all_varchar = true)`;
  if (path.endsWith('.ndjson')) return `read_json(${file}, format = 'newline_delimited')`;
  return `read_parquet(${file})`;
}

/** Runs work with a DuckDB of its own. */
export async function withDuckDb<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { connection, close } = await openMemory();
  try {
    return await work(connection);
  } finally {
    close();
  }
}

/** The people of a list in its order, some at a time. */
export async function* listedPeople(
  connection: DuckDBConnection,
  path: string,
  most: number,
): AsyncGenerator<readonly ListedPerson[]> {
  const result = await connection.stream(
    `select "user"::varchar, offer::varchar, arm::varchar, outcome::varchar, try_cast(propensity as double),
       try_cast(conversion as double), try_cast("natural" as double)
     from ${listRelation(path)}`,
  );
  let people: ListedPerson[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (const [userId, offer, arm, outcome, ...figures] of chunk.getRows()) {
      const [propensity = null, conversion = null, natural = null] = figures.map(numberOf);
      people.push({
        userId: String(userId),
        offer: String(offer),
        arm: typeof arm === 'string' && arm !== '' ? arm : null,
        outcome: outcome === 'holdout' ? 'holdout' : 'offer',
        propensity,
        conversion,
        natural,
      });
    }
    if (people.length < most) continue;
    yield people;
    people = [];
  }
  if (people.length > 0) yield people;
}

function numberOf(cell: unknown): number | null {
  return typeof cell === 'number' && !Number.isNaN(cell) ? cell : null;
}

/** How many people of a list get each offer, by the offers' ids in order. */
export async function offeredIn(
  connection: DuckDBConnection,
  path: string,
): Promise<readonly { readonly offer: string; readonly many: number }[]> {
  const reader = await connection.runAndReadAll(
    `select offer::varchar, count(*)::integer from ${listRelation(path)} where outcome = 'offer' group by 1 order by 1`,
  );
  return reader.getRows().map(([offer, many]) => ({ offer: String(offer), many: Number(many) }));
}
