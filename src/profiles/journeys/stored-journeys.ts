import { type Database } from '#strata/platform/database';

/** What of the stored events makes a journey. */
export interface JourneyQuestion {
  /** The event that ends it: a conversion. */
  readonly goal: string;
  /** The property of other events that names the channel; events without it are no touches. */
  readonly channel: string;
  /** The property of the goal that says what it is worth; null where nothing does. */
  readonly value: string | null;
  /** Milliseconds before a conversion within which a touch counts; null for ever. */
  readonly within: number | null;
}

/** Equal journeys of people together. */
export interface StoredPath {
  /** Channels, first touch first. */
  readonly path: readonly string[];
  readonly conversions: number;
  readonly value: number;
  readonly nulls: number;
  /** From first touch to conversion, of all converted ones together. */
  readonly days: number;
}

/** Between channels in SQL: no text of a property that anybody typed holds it. */
const BETWEEN = '\u001f';

/** A row of the query: its numbers are doubles. */
interface PathRow {
  readonly path: string | null;
  readonly conversions: number;
  readonly value: number;
  readonly nulls: number;
  readonly days: number | null;
}

/**
 * The journeys of all stored people, cut where somebody converted: touches after a conversion belong to the next journey. A conversion
 * that no touch came before is counted by itself.
 */
export async function storedJourneys(
  database: Database,
  { goal, channel, value, within }: JourneyQuestion,
): Promise<{ readonly paths: readonly StoredPath[]; readonly untouched: number }> {
  const rows = await database.run((manager) =>
    manager.query<PathRow[]>(JOURNEYS, [goal, channel, value, within === null ? null : within / 1000, BETWEEN]),
  );
  const paths = rows.flatMap(({ path, days, ...sums }) =>
    path === null ? [] : [{ ...sums, path: path.split(BETWEEN), days: days ?? 0 }],
  );
  return { paths, untouched: rows.find(({ path }) => path === null)?.conversions ?? 0 };
}

const JOURNEYS = `
with marked as (
  select user_id, at, message_id, name = $1 as converts,
    case when name <> $1 then properties ->> $2 end as channel,
    case when name = $1 and jsonb_typeof(properties -> $3::text) = 'number' then (properties ->> $3::text)::double precision end as value
  from events where name = $1 or properties ->> $2 <> ''
), numbered as (
  select *, count(*) filter (where converts)
    over (partition by user_id order by at, converts, message_id rows between unbounded preceding and 1 preceding) as journey
  from marked
), ended as (
  select *, max(at) filter (where converts) over (partition by user_id, journey) as ended_at from numbered
), counting as (
  select * from ended
  where converts or ended_at is null or $4::double precision is null or at > ended_at - make_interval(secs => $4::double precision)
), journeys as (
  select string_agg(channel, $5 order by at, message_id) as path, bool_or(converts) as converted, coalesce(sum(value), 0) as value,
    extract(epoch from max(ended_at) - min(at) filter (where not converts)) / 86400 as days
  from counting group by user_id, journey
)
select path, (count(*) filter (where converted))::double precision as conversions, sum(value)::double precision as value,
  (count(*) filter (where not converted))::double precision as nulls, (sum(days) filter (where converted))::double precision as days
from journeys where path is not null or converted group by path order by path collate "C"`;
