import { type EntityManager } from 'typeorm';
import { type Database } from '#strata/platform/database';

/** People are drawn by a hash of their id, cut to this many buckets of equal chance. */
export const BUCKETS = 1024;

/** The bucket of a person, 0 to 1023: always the same one. */
export const BUCKET_SQL = `(hashtextextended(user_id, 0) & ${String(BUCKETS - 1)})`;

/** About how much a preview would have to read to be exact. */
export interface Sizes {
  readonly people: number;
  /** 0 where no event is read. */
  readonly events: number;
}

/** What is read in well under two seconds, on two cores: people, or the units of people and their events below. */
const READABLE = {
  postgres: { attributes: 4_000_000, events: 450_000 },
  pglite: { attributes: 200_000, events: 300_000 },
} as const;
/** To look for a person's events takes as long as to read so many. */
const EVENTS_A_PERSON = 15;

/** The sizes of the tables, as the planner estimates them: rows a page when it last looked, times the pages now. */
export async function sizesOf(manager: EntityManager, readsEvents: boolean): Promise<Sizes> {
  const rows = await manager.query<{ of: keyof Sizes; rows: number }[]>(
    `select case relname when 'profiles' then 'people' else 'events' end as of,
       sum(pg_relation_size(oid) / ${String(BYTES_A_PAGE)} * case when relpages > 0 and reltuples >= 0
         then reltuples / relpages else ${String(ROWS_A_PAGE)} end)::double precision as rows
     from pg_class where oid = 'profiles'::regclass
       or $1::boolean and oid in (select inhrelid from pg_inherits where inhparent = 'events'::regclass)
     group by 1`,
    [readsEvents],
  );
  const sizes = new Map(rows.map((row) => [row.of, row.rows]));
  return { people: sizes.get('people') ?? 0, events: sizes.get('events') ?? 0 };
}

const BYTES_A_PAGE = 8192;
/** Before the planner has ever looked: small rows. */
const ROWS_A_PAGE = 60;

/** Who is not judged by the database is read first: far fewer in the same time. */
const JUDGED_HERE = 40_000;

/** How many of the buckets are read where the people are judged one by one, outside of the database. */
export function bucketsToJudge(kind: Database['kind'], sizes: Sizes, readsEvents: boolean): number {
  const most = Math.floor((BUCKETS * JUDGED_HERE) / Math.max(1, sizes.people));
  return Math.max(1, Math.min(bucketsToRead(kind, sizes, readsEvents), most));
}

/** How many of the buckets are read: all where that takes no longer than people wait, else the first so many. */
export function bucketsToRead(kind: Database['kind'], { people, events }: Sizes, readsEvents: boolean): number {
  const { attributes, events: units } = READABLE[kind];
  const share = readsEvents ? units / (people * EVENTS_A_PERSON + events) : attributes / people;
  return Math.max(1, Math.min(BUCKETS, Math.floor(BUCKETS * share)));
}
