import { type EntityManager } from 'typeorm';
import { RELATIONS } from '#strata/profiles/store';
import { type TriggerMoment } from './trigger-moments.js';
import { DUE, momentColumns } from './progress-table.js';

/** So many transactions are read at once. */
const MOST_TRANSACTIONS = 20_000n;

/** What was written down of a piece of the journal. */
interface Collected {
  readonly moments: number;
  readonly more: boolean;
}

/** Where a campaign stands in the journal of events. */
interface JournalRow {
  readonly from: string;
  /** Transactions before this one have ended. */
  readonly complete: string;
}

/**
 * Writes down the moments of the events that came in since the last time, in the order in which their transactions were
 * written, whenever they happened; in one transaction with how far was read, so that each event is read once.
 *
 * @returns how many moments there are, and whether there is more to be read; never of a campaign that does not run
 */
export async function collectMoments(
  manager: EntityManager,
  campaign: string,
  moments: readonly TriggerMoment[],
  now: number,
): Promise<Collected> {
  const [row] = await manager.query<JournalRow[]>(
    `select events_until::text as from, pg_snapshot_xmin(pg_current_snapshot())::text as complete
     from rolling_progress where campaign = $1 and state = 'running' for update`,
    [campaign],
  );
  if (row === undefined) return { moments: 0, more: false };
  const [from, complete] = [BigInt(row.from), BigInt(row.complete)];
  const until = from + MOST_TRANSACTIONS < complete ? from + MOST_TRANSACTIONS : complete;
  let collected = 0;
  if (until > from) {
    const piece = [campaign, String(from), String(until)];
    const values = [...piece, ...momentColumns(moments), new Date(now).toISOString()];
    const [{ n }] = await manager.query<[{ n: number }]>(COLLECT, values);
    collected = n;
  }
  // Where a database was restored into a younger server its transactions are numbered anew.
  await manager.query('update rolling_progress set events_until = $2 where campaign = $1', [campaign, String(until)]);
  return { moments: collected, more: until < complete };
}

/**
 * Lets the database know how the moments are spread. Until it does it takes a campaign for a small part of them, and reads all
 * that are due where it should look up a person's.
 */
export async function refreshStatistics(manager: EntityManager): Promise<void> {
  await manager.query('analyze rolling_moments');
}

const COLLECT = `
  with collected as (
  insert into rolling_moments (campaign, due, user_id, name, at)
  select distinct $1, ${DUE}, e.user_id, e.name, e.at
  from ${RELATIONS.events} e
  join unnest($4::text[], $5::float8[], $6::float8[]) m (name, after, until) on m.name = e.name
  where e.written_in >= $2::bigint and e.written_in < $3::bigint
    and e.at + m.until * interval '1 millisecond' > $7::timestamptz
  on conflict do nothing returning 1)
  select count(*)::integer as n from collected`;
