import { type EntityManager } from 'typeorm';

/** A reservation whose offer was redeemed late, or was not. */
interface Reserved {
  readonly strategy: string;
  readonly offer: string;
  readonly faceMicros: number;
  readonly holdsStock: boolean;
  readonly holdsBudget: boolean;
}

const RESERVED = `e.strategy, e.offer, e.face_micros as "faceMicros", e.holds_stock as "holdsStock",
  e.holds_budget as "holdsBudget"`;

/**
 * The offers of these decisions were redeemed: what was reserved for them is spent. Where it had been released already,
 * it is counted again, and may then pass a limit.
 */
export async function redeem(manager: EntityManager, decisionIds: readonly string[]): Promise<void> {
  if (decisionIds.length === 0) return;
  const [rows]: [(Reserved & { before: string })[], number] = await manager.query(
    `update exposures e set state = 'redeemed'
     from (select decision_id, state from exposures
           where decision_id = any($1) and offer is not null and state <> 'redeemed' for update) b
     where e.decision_id = b.decision_id returning b.state as before, ${RESERVED}`,
    [decisionIds],
  );
  await count(
    manager,
    rows.filter(({ before }) => before === 'ended'),
    'take',
  );
}

/** The decisions whose windows have ended and are still open, the earliest first, at most so many. */
export async function findEnded(manager: EntityManager, now: number, most: number): Promise<readonly string[]> {
  const rows: { id: string }[] = await manager.query(
    `select decision_id as id from exposures where state = 'open' and ends_at <= $1 order by ends_at limit $2`,
    [new Date(now).toISOString(), most],
  );
  return rows.map(({ id }) => id);
}

/** The windows of these decisions ended: the face value and the piece of those not redeemed come back. */
export async function end(manager: EntityManager, decisionIds: readonly string[]): Promise<void> {
  const [rows]: [Reserved[], number] = await manager.query(
    `update exposures e set state = 'ended' where decision_id = any($1) and state = 'open' returning ${RESERVED}`,
    [decisionIds],
  );
  await count(manager, rows, 'give back');
}

/** Windows that were ended before their time, by a clock that was ahead, are open again and hold what they held. */
export async function reopen(manager: EntityManager, now: number): Promise<void> {
  const [rows]: [Reserved[], number] = await manager.query(
    `update exposures e set state = 'open' where state = 'ended' and ends_at > $1 returning ${RESERVED}`,
    [new Date(now).toISOString()],
  );
  await count(manager, rows, 'take');
}

/** Counts reservations in the counters of their offers and strategies, locked in the order in which decisions do it. */
async function count(manager: EntityManager, rows: readonly Reserved[], way: 'take' | 'give back'): Promise<void> {
  const sign = way === 'take' ? 1 : -1;
  const wanted = rows.flatMap(({ strategy, offer, faceMicros, holdsStock, holdsBudget }) => [
    // The counter of an offer counts pieces, the one of the strategy money.
    ...(holdsStock ? [{ strategy, offer, faceMicros: 0 }] : []),
    ...(holdsBudget ? [{ strategy, offer: WHOLE_STRATEGY, faceMicros }] : []),
  ]);
  if (wanted.length === 0) return;
  await manager.query(
    `with wanted as (
       select strategy, offer, count(*) as issued, sum(micros)::bigint as micros
       from unnest($1::text[], $2::text[], $3::bigint[]) as w (strategy, offer, micros) group by strategy, offer),
     locked as materialized (
       select strategy, offer from offer_counters
       where (strategy, offer) in (select strategy, offer from wanted) order by strategy, offer for update)
     update offer_counters c
     set issued = c.issued + $4 * w.issued, reserved_micros = c.reserved_micros + $4 * w.micros
     from wanted w join locked l using (strategy, offer)
     where c.strategy = w.strategy and c.offer = w.offer`,
    [
      wanted.map(({ strategy }) => strategy),
      wanted.map(({ offer }) => offer),
      wanted.map(({ faceMicros }) => faceMicros),
      sign,
    ],
  );
}

/** The counter of a strategy's budget. */
const WHOLE_STRATEGY = '';
