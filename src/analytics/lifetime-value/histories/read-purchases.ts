import { type Columns, type EventHome, type WantedEvents } from '../../sources/index.js';
import { type PurchaseLog } from './purchase-log.js';

/** Which purchases are read. */
export interface PurchaseReading {
  readonly home: EventHome;
  readonly wanted: WantedEvents;
  /** In which purchases have a day. */
  readonly timeZone: string;
}

const COLUMNS = { user_id: 'text', purchases: 'json', days: 'json', paid: 'json' } as const;

/** The days on which people bought, by day of the time zone; people in the order of their ids, whatever order they come in. */
export async function readPurchases(reading: PurchaseReading, signal: AbortSignal): Promise<PurchaseLog> {
  const parts: Columns<keyof typeof COLUMNS>[] = [];
  for await (const part of reading.home.inColumns((people) => purchasesSql(reading, people), COLUMNS)) {
    signal.throwIfAborted();
    parts.push(part);
  }
  const ids = parts.flatMap(({ user_id: id }) => id) as string[];
  const counts = parts.flatMap(({ purchases }) => purchases) as number[];
  const days = Int32Array.from(parts.flatMap((part) => part.days) as number[]);
  const paid = Float64Array.from(
    parts.flatMap((part) => part.paid) as (number | null)[],
    (money) => money ?? Number.NaN,
  );
  const starts = startsOf(counts);
  const order = Uint32Array.from(ids.keys()).sort((a, b) => ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1));
  return logOf(ids, { order, starts, days, paid });
}

/** Where each person's purchases start, and behind the last where they end. */
function startsOf(counts: readonly number[]): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  counts.forEach((count, person) => {
    starts[person + 1] = (starts[person] ?? 0) + count;
  });
  return starts;
}

interface Purchases {
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
  readonly days: Int32Array;
  readonly paid: Float64Array;
}

function logOf(ids: readonly string[], { order, starts, days, paid }: Purchases): PurchaseLog {
  const log = {
    people: Array.from(order, (person) => ids[person] ?? ''),
    starts: new Uint32Array(order.length + 1),
    days: new Int32Array(days.length),
    values: new Float64Array(days.length),
  };
  const moneyAt = (place: number): number => paid[place] ?? Number.NaN;
  let end = 0;
  order.forEach((person, row) => {
    const from = starts[person] ?? 0;
    const places = Array.from({ length: (starts[person + 1] ?? 0) - from }, (_, place) => from + place);
    // In one order of money, too: floating-point sums depend on it.
    places.sort((a, b) => (days[a] ?? 0) - (days[b] ?? 0) || moneyAt(a) - moneyAt(b) || 0);
    const first = end;
    for (const place of places) {
      const [day, money] = [days[place] ?? 0, moneyAt(place)];
      if (end === first || log.days[end - 1] !== day) {
        log.days[end] = day;
        log.values[end++] = money;
      } else if (!Number.isNaN(money)) {
        const known = log.values[end - 1] ?? Number.NaN;
        log.values[end - 1] = Number.isNaN(known) ? money : known + money;
      }
    }
    log.starts[row + 1] = end;
  });
  return { ...log, days: log.days.slice(0, end), values: log.values.slice(0, end) };
}

/** A row a person: how many purchases, and the days and the money of all of them, as lists that JSON reads. */
function purchasesSql({ home, wanted, timeZone }: PurchaseReading, people: string): string {
  const money = 'value' in wanted.columns ? `coalesce(cast(value as varchar), 'null')` : `'null'`;
  const day = home.dialect.localDay('"at"', timeZone);
  return `
    select user_id, count(*) as purchases, string_agg(cast(${day} as varchar), ',') as days, string_agg(${money}, ',') as paid
    from ${home.rows(wanted, people)} purchases group by user_id`;
}
