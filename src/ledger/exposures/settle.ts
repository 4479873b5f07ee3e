import { type EntityManager } from 'typeorm';
import { recount, type Returned } from '../counters/index.js';

const RESERVED = `e.strategy, e.offer, e.face_micros as "faceMicros", e.holds_stock as "holdsStock",
  e.holds_budget as "holdsBudget"`;

/**
 * The offers of these exposures were redeemed: what was reserved for them is spent. Where it had been released already,
 * it is counted again, and may then pass a limit.
 */
export async function redeem(manager: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const [rows]: [(Returned & { before: string })[], number] = await manager.query(
    `update exposures e set state = 'redeemed'
     from (select id, state from exposures
           where id = any($1) and offer is not null and state <> 'redeemed' for update) b
     where e.id = b.id returning b.state as before, ${RESERVED}`,
    [ids],
  );
  await recount(
    manager,
    rows.filter(({ before }) => before === 'ended'),
    'take',
  );
}

/** The exposures whose windows have ended and are still open, the earliest first, at most so many. */
export async function findEnded(manager: EntityManager, now: number, most: number): Promise<readonly string[]> {
  const rows: { id: string }[] = await manager.query(
    `select id from exposures where state = 'open' and ends_at <= $1 order by ends_at limit $2`,
    [new Date(now).toISOString(), most],
  );
  return rows.map(({ id }) => id);
}

/** The windows of these exposures ended: the face value and the piece of those not redeemed come back. */
export async function end(manager: EntityManager, ids: readonly string[]): Promise<void> {
  const [rows]: [Returned[], number] = await manager.query(
    `update exposures e set state = 'ended' where id = any($1) and state = 'open' returning ${RESERVED}`,
    [ids],
  );
  await recount(manager, rows, 'give back');
}

/** Windows that were ended before their time, by a clock that was ahead, are open again and hold what they held. */
export async function reopen(manager: EntityManager, now: number): Promise<void> {
  const [rows]: [Returned[], number] = await manager.query(
    `update exposures e set state = 'open' where state = 'ended' and ends_at > $1 returning ${RESERVED}`,
    [new Date(now).toISOString()],
  );
  await recount(manager, rows, 'take');
}
