import { type EntityManager } from 'typeorm';

/** An attempt to hand out a batch. */
export interface DeliveryAttempt {
  readonly delivery: string;
  /** From 1. */
  readonly number: number;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** What came back, for people: `200`, or why nothing did. */
  readonly answer: string;
  readonly isTaken: boolean;
}

/** The numbers of a delivery's batches that were taken. */
export async function takenBatches(manager: EntityManager, delivery: string): Promise<ReadonlySet<number>> {
  const rows = await manager.query<{ number: number }[]>(
    'select number from delivery_batches where delivery = $1 and taken_at is not null',
    [delivery],
  );
  return new Set(rows.map(({ number }) => number));
}

/** Writes an attempt down. A batch that was taken stays so. */
export async function recordAttempt(manager: EntityManager, attempt: DeliveryAttempt): Promise<void> {
  const { delivery, number, at, answer, isTaken } = attempt;
  await manager.query(
    `insert into delivery_batches as b (delivery, number, attempts, answer, tried_at, taken_at)
     values ($1, $2, 1, $3, $4, case when $5 then $4::timestamptz end)
     on conflict (delivery, number) do update set attempts = b.attempts + 1, answer = excluded.answer,
       tried_at = excluded.tried_at, taken_at = coalesce(b.taken_at, excluded.taken_at)`,
    [delivery, number, answer, new Date(at).toISOString(), isTaken],
  );
}

/** How often each of a delivery's batches was tried and what came back last, in their order. */
export async function attemptsOf(
  manager: EntityManager,
  delivery: string,
): Promise<readonly { readonly number: number; readonly attempts: number; readonly answer: string }[]> {
  return await manager.query(
    'select number, attempts, answer from delivery_batches where delivery = $1 order by number',
    [delivery],
  );
}
