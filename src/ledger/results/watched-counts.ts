import { type EntityManager } from 'typeorm';
import { RELATIONS } from '#strata/profiles/store';

/** What of a strategy's exposures is counted: those from a moment on (milliseconds since 1970, UTC), or all. */
export interface WatchedCount {
  readonly strategy: string;
  readonly from: number | null;
}

/** How many persons were treated, and how many held out, when they were exposed for the first time. */
export async function countFirstRoles(
  manager: EntityManager,
  { strategy, from }: WatchedCount,
): Promise<{ readonly treated: number; readonly heldOut: number }> {
  const rows = await manager.query<{ role: string; people: number }[]>(
    `with firsts as (
       select distinct on (coalesce(i.person, x.user_id)) x.role, x.at from exposures x
       left join ${RELATIONS.merged} i on i.id = x.user_id
       where x.strategy = $1 and x.role in ('treated', 'held-out') order by coalesce(i.person, x.user_id), x.at, x.id)
     select role, count(*)::integer as people from firsts where $2::timestamptz is null or at >= $2 group by role`,
    [strategy, momentOf(from)],
  );
  const people = (role: string) => rows.find((row) => row.role === role)?.people ?? 0;
  return { treated: people('treated'), heldOut: people('held-out') };
}

/** How many people were drawn into each arm. */
export async function countDrawn(
  manager: EntityManager,
  { strategy, from }: WatchedCount,
): Promise<ReadonlyMap<string, number>> {
  const rows = await manager.query<{ arm: string; people: number }[]>(
    `select arm, count(*)::integer as people from exposures
     where strategy = $1 and role = 'drawn' and arm is not null and ($2::timestamptz is null or at >= $2) group by arm`,
    [strategy, momentOf(from)],
  );
  return new Map(rows.map(({ arm, people }) => [arm, people]));
}

/** Money: what offers have cost, and what those cost that may still be redeemed. */
export async function committedCost(manager: EntityManager, { strategy, from }: WatchedCount): Promise<number> {
  const [row] = await manager.query<[{ cost: number }]>(
    `select coalesce(sum(contact_micros + case when state in ('open', 'redeemed') then face_micros else 0 end) / 1000000, 0)::float8 as cost
     from exposures where strategy = $1 and role = 'treated' and ($2::timestamptz is null or at >= $2)`,
    [strategy, momentOf(from)],
  );
  return row.cost;
}

function momentOf(from: number | null): string | null {
  return from === null ? null : new Date(from).toISOString();
}
