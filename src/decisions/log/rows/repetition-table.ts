import { type EntityManager } from 'typeorm';

/** Somebody who asked again. */
export interface AskedAgain {
  readonly decision: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** How often a decision was answered again. */
export interface Repetitions {
  readonly times: number;
  /** Milliseconds since 1970, UTC. */
  readonly lastAt: number;
}

/** Counts these askings and gives the decisions, as JSON text by id, in one round trip. */
export async function countRepetitions(
  manager: EntityManager,
  asked: readonly AskedAgain[],
): Promise<ReadonlyMap<string, string>> {
  const rows: { id: string; decision: string }[] = await manager.query(
    `with counted as (
       insert into repetitions (decision_id, times, last_at)
       select r.id, count(*), max(r.at) from unnest($1::text[], $2::timestamptz[]) r (id, at)
       join decisions d on d.id = r.id group by r.id order by r.id
       on conflict (decision_id) do update
         set times = repetitions.times + excluded.times, last_at = greatest(repetitions.last_at, excluded.last_at))
     select id, decision from decisions where id = any($1)`,
    [asked.map(({ decision }) => decision), asked.map(({ at }) => new Date(at).toISOString())],
  );
  return new Map(rows.map(({ id, decision }) => [id, decision]));
}

/** How often this decision was answered again; null where it never was. */
export async function findRepetitions(manager: EntityManager, decision: string): Promise<Repetitions | null> {
  const rows: { times: number; at: Date }[] = await manager.query(
    'select times, last_at as at from repetitions where decision_id = $1',
    [decision],
  );
  const [row] = rows;
  return row === undefined ? null : { times: row.times, lastAt: row.at.getTime() };
}
