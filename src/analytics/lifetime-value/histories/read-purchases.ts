import { type EventHome, type WantedEvents } from '../../sources/index.js';
import { type PurchaseLog } from './purchase-log.js';

/** Which purchases are read. */
export interface PurchaseReading {
  readonly home: EventHome;
  readonly wanted: WantedEvents;
  /** In which purchases have a day. */
  readonly timeZone: string;
}

/** The days on which people bought, by day of the time zone. */
export async function readPurchases(reading: PurchaseReading, signal: AbortSignal): Promise<PurchaseLog> {
  const { home } = reading;
  const people: string[] = [];
  const starts: number[] = [0];
  const days: number[] = [];
  const values: number[] = [];
  for await (const rows of home.inParts<PersonRow>((part) => daysSql(reading, part))) {
    signal.throwIfAborted();
    for (const { user_id: id, bought } of rows) {
      people.push(id);
      for (const purchase of bought.split(' ')) {
        const [day, value] = purchase.split(':');
        days.push(Number(day));
        values.push(value === '' ? Number.NaN : Number(value));
      }
      starts.push(days.length);
    }
  }
  return {
    people,
    starts: Uint32Array.from(starts),
    days: Int32Array.from(days),
    values: Float64Array.from(values),
  };
}

interface PersonRow {
  readonly user_id: string;
  /** Such as `20787:12.5000 20790:`: the day and what was paid, in the order of the days. */
  readonly bought: string;
}

/** A row a person: as text, since a list has another form in each database. */
function daysSql({ home, wanted, timeZone }: PurchaseReading, people: string): string {
  const value = 'value' in wanted.columns ? 'cast(sum(value) as varchar)' : 'cast(null as varchar)';
  return `
    select user_id, string_agg(cast(day as varchar) || ':' || coalesce(worth, ''), ' ' order by day) as bought
    from (
      select user_id, day, ${value} as worth
      from (
        select user_id, ${home.dialect.localDay('"at"', timeZone)} as day${'value' in wanted.columns ? ', value' : ''}
        from ${home.rows(wanted, people)} purchases) dated
      group by user_id, day) days
    group by user_id order by user_id`;
}
