import { type EntityManager } from 'typeorm';
import { RELATIONS } from '#strata/profiles/store';
import { type TriggerMoment } from './trigger-moments.js';

/** Somebody whose moment has come: several at once count as one. */
export interface DuePerson {
  readonly userId: string;
  /** The last of them, in milliseconds since 1970, UTC. */
  readonly due: number;
}

/** Somebody who is decided about, under a key that stays the same however often it is begun. */
export interface FiringPerson extends DuePerson {
  readonly firing: string;
}

/** So many transactions are read at once. */
const MOST_TRANSACTIONS = 20_000n;

/** Where a campaign stands in the journal of events. */
interface JournalRow {
  readonly from: string;
  /** Transactions before this one have ended. */
  readonly complete: string;
}

/** When a campaign's last turn began, in milliseconds since 1970, UTC; null where it never had one. */
export async function lastTurn(manager: EntityManager, campaign: string): Promise<number | null> {
  const rows = await manager.query<{ turned_at: Date | null }[]>(
    'select turned_at from rolling_progress where campaign = $1',
    [campaign],
  );
  return rows[0]?.turned_at?.getTime() ?? null;
}

/** Begins with what comes from now on; a campaign that has begun goes on. */
export async function beginRolling(manager: EntityManager, campaign: string): Promise<void> {
  await manager.query(
    `insert into rolling_progress (campaign, events_until)
     values ($1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint) on conflict do nothing`,
    [campaign],
  );
}

/** Remembers that a turn began. */
export async function markTurn(manager: EntityManager, campaign: string, now: number): Promise<void> {
  await manager.query('update rolling_progress set turned_at = $2 where campaign = $1', [
    campaign,
    new Date(now).toISOString(),
  ]);
}

/**
 * Writes down the moments of the events that came in since the last time, in the order in which their transactions were
 * written, whenever they happened; in one transaction with how far was read, so that each event is read once.
 *
 * @returns whether there is more to be read
 */
export async function collectMoments(
  manager: EntityManager,
  campaign: string,
  moments: readonly TriggerMoment[],
  now: number,
): Promise<boolean> {
  const [row] = await manager.query<JournalRow[]>(
    `select events_until::text as from, pg_snapshot_xmin(pg_current_snapshot())::text as complete
     from rolling_progress where campaign = $1 for update`,
    [campaign],
  );
  if (row === undefined) return false;
  const [from, complete] = [BigInt(row.from), BigInt(row.complete)];
  const until = from + MOST_TRANSACTIONS < complete ? from + MOST_TRANSACTIONS : complete;
  if (until > from) {
    await manager.query(COLLECT, [
      campaign,
      String(from),
      String(until),
      moments.map(({ name }) => name),
      moments.map(({ after }) => after),
      moments.map((moment) => moment.until),
      new Date(now).toISOString(),
    ]);
  }
  // Where a database was restored into a younger server its transactions are numbered anew.
  await manager.query('update rolling_progress set events_until = $2 where campaign = $1', [campaign, String(until)]);
  return until < complete;
}

const COLLECT = `
  insert into rolling_moments (campaign, due, user_id)
  select distinct $1, e.at + m.after * interval '1 millisecond', e.user_id
  from ${RELATIONS.events} e
  join unnest($4::text[], $5::float8[], $6::float8[]) m (name, after, until) on m.name = e.name
  where e.written_in >= $2::bigint and e.written_in < $3::bigint
    and e.at + m.until * interval '1 millisecond' > $7::timestamptz
  on conflict do nothing`;

/** The people whose moments have come, those who wait longest first. */
export async function duePeople(
  manager: EntityManager,
  campaign: string,
  { now, most }: { readonly now: number; readonly most: number },
): Promise<readonly DuePerson[]> {
  const rows = await manager.query<{ user_id: string; due: Date }[]>(
    `select user_id, max(due) as due from (
       select user_id, due from rolling_moments
       where campaign = $1 and due <= $2 and firing is null order by due, user_id limit $3) m
     group by user_id order by min(due), user_id`,
    [campaign, new Date(now).toISOString(), most],
  );
  return rows.map(({ user_id, due }) => ({ userId: user_id, due: due.getTime() }));
}

/** Writes down under which key each of these people is decided about. */
export async function claimMoments(
  manager: EntityManager,
  campaign: string,
  people: readonly FiringPerson[],
): Promise<void> {
  await manager.query(
    `update rolling_moments m set firing = p.firing
     from unnest($2::text[], $3::timestamptz[], $4::text[]) p (user_id, due, firing)
     where m.campaign = $1 and m.user_id = p.user_id and m.due <= p.due and m.firing is null`,
    [...momentColumns(campaign, people), people.map(({ firing }) => firing)],
  );
}

/** The people about whom nobody knows whether they were decided about: a process died, or the database was away. */
export async function claimedPeople(
  manager: EntityManager,
  campaign: string,
  most: number,
): Promise<readonly FiringPerson[]> {
  const rows = await manager.query<{ user_id: string; due: Date; firing: string }[]>(
    `select user_id, firing, max(due) as due from rolling_moments where campaign = $1 and firing is not null
     group by user_id, firing order by min(due), user_id limit $2`,
    [campaign, most],
  );
  return rows.map(({ user_id, due, firing }) => ({ userId: user_id, due: due.getTime(), firing }));
}

/** Takes away the moments of these people that were looked at. */
export async function forgetMoments(
  manager: EntityManager,
  campaign: string,
  people: readonly DuePerson[],
): Promise<void> {
  await manager.query(
    `delete from rolling_moments m using unnest($2::text[], $3::timestamptz[]) p (user_id, due)
     where m.campaign = $1 and m.user_id = p.user_id and m.due <= p.due`,
    [...momentColumns(campaign, people)],
  );
}

function momentColumns(campaign: string, people: readonly DuePerson[]): readonly unknown[] {
  return [campaign, people.map(({ userId }) => userId), people.map(({ due }) => new Date(due).toISOString())];
}
