import { type EntityManager } from 'typeorm';

/** What an arm's treatments by one offer came to. */
export interface TreatmentTotals {
  readonly offer: string;
  /** All that were made. */
  readonly offered: number;
  /** Of those whose windows are over: how many they are, how many reached the goal, … */
  readonly settled: number;
  readonly conversions: number;
  /** … Σ (margin × value − cost), and Σ of its squares. */
  readonly profit: number;
  readonly profitSquares: number;
  /** When the next window ends: milliseconds since 1970, UTC; null where none is open. */
  readonly nextEnd: number | null;
}

/** Treatments of a strategy's arm at `now` (milliseconds since 1970, UTC), by offer. */
export async function treatmentTotals(
  manager: EntityManager,
  { strategy, arm, now }: { readonly strategy: string; readonly arm: string; readonly now: number },
): Promise<readonly TreatmentTotals[]> {
  const rows = await manager.query<(Omit<TreatmentTotals, 'nextEnd'> & { readonly nextEnd: Date | null })[]>(
    `select t.offer, count(*)::float8 as offered, (count(*) filter (where t.over))::float8 as settled,
       (count(*) filter (where t.over and t.events > 0))::float8 as conversions,
       coalesce(sum(t.profit) filter (where t.over), 0)::float8 as profit,
       coalesce(sum(t.profit * t.profit) filter (where t.over), 0)::float8 as "profitSquares",
       min(t.ends_at) filter (where not t.over) as "nextEnd"
     from (
       select x.offer, x.ends_at, x.ends_at <= $3 as over, o.events, x.margin * o.value
         - (x.contact_micros + case when x.state = 'redeemed' then x.face_micros else 0 end) / 1000000.0 as profit
       from exposures x, lateral (
         select count(*) as events, coalesce(sum(value), 0)::float8 as value from outcomes
         where exposure_id = x.id and event = x.goal_event) o
       where x.strategy = $1 and x.arm = $2 and x.role = 'treated') t
     group by t.offer order by t.offer`,
    [strategy, arm, new Date(now).toISOString()],
  );
  return rows.map((row) => ({ ...row, nextEnd: row.nextEnd === null ? null : new Date(row.nextEnd).getTime() }));
}
