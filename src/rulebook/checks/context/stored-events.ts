import { type Database } from '#strata/platform/database';

/** How many events of each name are stored, as far as they were counted. */
export type StoredEvents = ReadonlyMap<string, number>;

/** Stands in the counters for all names beyond the most that are counted by themselves. */
const OTHERS = '…';

/** The names of the events that came in until now: by the counts of the data quality, or what was learned from them. */
export async function storedEvents(database: Database): Promise<StoredEvents> {
  const rows = await database.run((manager) =>
    manager.query<{ name: string; events: number }[]>(
      `select name, max(events)::float8 as events from (
         select name, learned_from as events from event_schemas
         union all
         select name, sum(count) from data_quality_counters where issue = 'received' and property = '' group by name
       ) as known group by name`,
    ),
  );
  return new Map(rows.filter(({ name }) => name !== OTHERS).map(({ name, events }) => [name, events]));
}
