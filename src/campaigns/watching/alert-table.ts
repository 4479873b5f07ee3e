import { type EntityManager } from 'typeorm';

/** A message on its way to the webhook of alerts. */
export interface Alert {
  /** UUID; by it a receiver knows a message again. */
  readonly id: string;
  /** JSON, with no fact of any person. */
  readonly body: string;
}

/** Puts an alert in the way, in the transaction of what it tells. */
export async function addAlert(manager: EntityManager, { id, body }: Alert, now: number): Promise<void> {
  await manager.query('insert into alerts (id, at, body) values ($1, $2, $3)', [id, new Date(now).toISOString(), body]);
}

/** Trying an alert takes up to 20 minutes; after that another process may try. */
const TRIED_MS = 25 * 60_000;
/** Older ones tell nobody anything. */
const TOLD_MS = 24 * 3_600_000;
/** What became of them can be looked up for so long; what guardrails did stands in the audit log for good. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** Takes the turn of sending the alert that waits longest; undefined where none does. */
export async function takeAlert(manager: EntityManager, now: number): Promise<Alert | undefined> {
  const [rows] = await manager.query<[Alert[], number]>(
    `update alerts set tried_at = $1 where id in (
       select id from alerts
       where delivered_at is null and at > $2 and (tried_at is null or tried_at <= $3 or tried_at > $1)
       order by at limit 1 for update skip locked)
     returning id, body`,
    [now, now - TOLD_MS, now - TRIED_MS].map((at) => new Date(at).toISOString()),
  );
  return rows[0];
}

/** It was taken. */
export async function markAlertDelivered(manager: EntityManager, id: string, now: number): Promise<void> {
  await manager.query('update alerts set delivered_at = $2 where id = $1', [id, new Date(now).toISOString()]);
}

/** Removes alerts of long ago with what became of them, whether they were taken or not. */
export async function forgetAlerts(manager: EntityManager, now: number): Promise<void> {
  await manager.query(
    `with gone as (delete from alerts where at < $1 returning id)
     delete from delivery_batches where delivery in (select id from gone)`,
    [new Date(now - KEPT_MS).toISOString()],
  );
}
