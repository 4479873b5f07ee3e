import { type DuckDBConnection } from '@duckdb/node-api';
import { type AudiencePart } from './people/audience.js';
import { type Heads } from './sql/duplicates.js';
import { relationOf, union } from './sql/part-sql.js';

/** People who are drawn by a hash of their ids: the same ones in whatever order files and rows are. */
export interface AudienceSample {
  /** About how many; everybody where there are no more. */
  readonly people: number;
}

/** Places on which a hash puts people. */
const PLACES = 2 ** 20;

/** A condition that holds for those who are drawn; null where all are. */
export function drawnSql({ people }: AudienceSample, parts: readonly AudiencePart[]): string | null {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (people >= rows) return null;
  return `(hash(id) & ${String(PLACES - 1)}) < ${String(Math.ceil((PLACES * people) / rows))}`;
}

/** About how many people there are, where some of them were drawn and have several rows. */
export function baseOf({ people, rows, nameless, named }: Heads): number {
  return Math.round((people * (rows - nameless)) / Math.max(1, named));
}

/** The ids of those who are drawn, some at a time; one may come twice. */
export async function* drawnIds(
  connection: DuckDBConnection,
  parts: readonly AudiencePart[],
  drawn: string | null,
): AsyncGenerator<readonly string[]> {
  const ids = union(parts.map((part) => `select ${part.id} as id from ${relationOf(part.file)}`));
  const found = await connection.runAndReadAll(
    `select distinct id from (${ids}) where id is not null${drawn === null ? '' : ` and ${drawn}`} order by id`,
  );
  const all = found.getRowsJson().map(([id]) => id as string);
  for (let start = 0; start < all.length; start += IDS_AT_ONCE) yield all.slice(start, start + IDS_AT_ONCE);
}

const IDS_AT_ONCE = 10_000;
