import { type EntityManager } from 'typeorm';
import { type TriggerMoment } from './trigger-moments.js';

/** What a rolling campaign is doing; `paused` and `cancelled` ones look at nobody. */
export type RollingState = 'running' | 'paused' | 'cancelled';

/** How far a rolling campaign is. */
export interface RollingProgress {
  readonly campaign: string;
  readonly state: RollingState;
  /** When its last turn began, in milliseconds since 1970, UTC; null where it never had one. */
  readonly lastTurn: number | null;
}

/** How far these campaigns are, by id; those that never began are left out. */
export async function rollingProgress(
  manager: EntityManager,
  campaigns: readonly string[],
): Promise<ReadonlyMap<string, RollingProgress>> {
  const rows = await manager.query<{ campaign: string; state: RollingState; turned_at: Date | null }[]>(
    'select campaign, state, turned_at from rolling_progress where campaign = any($1)',
    [campaigns],
  );
  return new Map(
    rows.map(({ campaign, state, turned_at }) => {
      return [campaign, { campaign, state, lastTurn: turned_at?.getTime() ?? null }];
    }),
  );
}

/** Begins with what comes from now on; a campaign that has begun goes on. */
export async function beginRolling(manager: EntityManager, campaign: string): Promise<void> {
  await manager.query(
    `insert into rolling_progress (campaign, events_until)
     values ($1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint) on conflict do nothing`,
    [campaign],
  );
}

/** Begins again with what comes from now on, where a campaign was cancelled. */
export async function beginAgain(manager: EntityManager, campaign: string): Promise<void> {
  await manager.query(
    `update rolling_progress set state = 'running', events_until = pg_snapshot_xmin(pg_current_snapshot())::text::bigint
     where campaign = $1 and state = 'cancelled'`,
    [campaign],
  );
}

/** Moves a campaign into another state; false where it was in none of these. */
export async function moveRolling(
  manager: EntityManager,
  campaign: string,
  { from, to }: { readonly from: readonly RollingState[]; readonly to: RollingState },
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    'update rolling_progress set state = $3 where campaign = $1 and state = any($2) returning campaign',
    [campaign, from, to],
  );
  return rows.length > 0;
}

/** Remembers that a turn began. */
export async function markTurn(manager: EntityManager, campaign: string, now: number): Promise<void> {
  await manager.query('update rolling_progress set turned_at = $2 where campaign = $1', [
    campaign,
    new Date(now).toISOString(),
  ]);
}

/** No key of a decision. */
const MOVING = 'moving';

/**
 * Reckons the moments that are to come anew where a release has changed the trigger, each from the event that it is of: an event
 * that was looked at is not looked at again, and none is forgotten whose time is still to come.
 */
export async function adoptMoments(
  manager: EntityManager,
  campaign: string,
  { moments, now }: { readonly moments: readonly TriggerMoment[]; readonly now: number },
): Promise<void> {
  const adopted = JSON.stringify(moments);
  const [row] = await manager.query<{ moments: string | null }[]>(
    'select moments from rolling_progress where campaign = $1 for update',
    [campaign],
  );
  if (row === undefined || row.moments === adopted) return;
  if (row.moments !== null) {
    await manager.query(
      `update rolling_moments set firing = '${MOVING}' where campaign = $1 and firing is null and name is not null`,
      [campaign],
    );
    await manager.query(RECKON, [campaign, ...momentColumns(moments), new Date(now).toISOString()]);
    await manager.query(`delete from rolling_moments where campaign = $1 and firing = '${MOVING}'`, [campaign]);
  }
  await manager.query('update rolling_progress set moments = $2 where campaign = $1', [campaign, adopted]);
}

/** The members of moments as arrays: names, after, until. */
export function momentColumns(moments: readonly TriggerMoment[]): readonly unknown[] {
  return [moments.map(({ name }) => name), moments.map(({ after }) => after), moments.map(({ until }) => until)];
}

/** When the moment `m` of the event `e` comes: in whole milliseconds, as all that reads it, and never before it. */
export const DUE = `date_trunc('milliseconds', e.at + m.after * interval '1 millisecond' + interval '999 microseconds')`;

/** A moment may take the place of one that moves away itself. */
const RECKON = `
  insert into rolling_moments as known (campaign, due, user_id, name, at)
  select distinct on (due, user_id) $1, due, user_id, name, at from (
    select ${DUE} as due, e.user_id, e.name, e.at
    from rolling_moments e join unnest($2::text[], $3::float8[], $4::float8[]) m (name, after, until) on m.name = e.name
    where e.campaign = $1 and e.firing = '${MOVING}' and e.at + m.until * interval '1 millisecond' > $5::timestamptz) n
  order by due, user_id
  on conflict (campaign, due, user_id) do update set firing = null, name = excluded.name, at = excluded.at
  where known.firing = '${MOVING}'`;
