import { type PersonStore } from '../store/index.js';

/**
 * What data quality has of people: names of events and properties, which broken clients may make of what people typed. What
 * only this person's events were called goes with them; it must be asked before the events go. Where counts say that
 * others sent the same, nobody is named by it, and it stays.
 */
export const QUALITY_PERSON_STORE: PersonStore = {
  name: 'dataQuality',
  async erase(manager, ids) {
    const [{ rows } = { rows: 0 }] = await manager.query<{ rows: number }[]>(
      `with own_names as (
         select name, count(*) as sent from events where user_id = any($1) group by name),
       own_properties as (
         select name, left(property, 100) as property, count(*) as sent
         from events cross join lateral jsonb_object_keys(properties) as property where user_id = any($1) group by 1, 2),
       named as (
         select name from own_names where sent >= coalesce((
           select sum(case issue when 'received' then count when 'duplicates' then -count else 0 end)
           from data_quality_counters c where c.name = own_names.name), 0)),
       lonely as (
         select p.name, p.property from own_properties p join event_schemas s on s.name = p.name
         where (s.properties -> p.property ->> 'seen')::bigint <= p.sent),
       counted as (
         select p.name, p.property from own_properties p
         where (select sum(count) from data_quality_counters c where c.name = p.name and c.property = p.property) <= p.sent),
       schemas as (delete from event_schemas where name in (select name from named) returning 1),
       properties as (
         update event_schemas s set properties = s.properties - gone.names
         from (select name, array_agg(property) as names from lonely group by name) as gone
         where s.name = gone.name and s.name not in (select name from named) returning 1),
       counters as (
         delete from data_quality_counters c
         where c.name in (select name from named) or (c.name, c.property) in (select name, property from counted)
         returning 1)
       select ((select count(*) from schemas) + (select count(*) from properties) + (select count(*) from counters))::int as rows`,
      [ids],
    );
    return rows;
  },
  export() {
    return Promise.resolve([]);
  },
};
