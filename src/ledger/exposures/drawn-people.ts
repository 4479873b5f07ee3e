import { type EntityManager } from 'typeorm';
import { type Strategy } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { resolvePersons } from '#strata/profiles/store';
import { noteGoalEvents } from './exposure-table.js';

/** People who were drawn into arms of a strategy's experiment, whatever they got. */
export interface DrawnPeople {
  readonly strategy: Strategy;
  /** Where they were drawn, such as `decision`. */
  readonly source: string;
  readonly people: readonly {
    readonly userId: string;
    readonly arm: string;
    /** When: milliseconds since 1970, UTC. */
    readonly at: number;
  }[];
}

/** What people do after they were drawn is counted for a year: nobody waits longer for an experiment. */
const OBSERVED = 365 * 86_400_000;

/**
 * Stores that people were drawn, each once a phase: the first time counts, whichever is written first, and what follows from then
 * on. Who is drawn into another arm afterwards is marked (`again`), for then arms are not apart. So all people of all arms are
 * watched alike, whomever an arm chooses; windows of treatments would last longer where more people are treated. Who was erased
 * stays away; the transaction waits until it is alone with them.
 */
export async function recordDrawn(manager: EntityManager, { strategy, source, people }: DrawnPeople): Promise<void> {
  const known = await resolvePersons(
    manager,
    people.map(({ userId }) => userId),
  );
  const drawn = people.filter(({ userId }) => known.has(userId));
  if (drawn.length === 0) return;
  const { id, goal, experiment } = strategy;
  const phase = experiment?.phase ?? 1;
  const within = Math.max(OBSERVED, durationMilliseconds(goal.within) ?? 0);
  await manager.query(
    `with v as materialized (select * from unnest($8::text[], $9::text[], $10::timestamptz[]) v (user_id, arm, at)),
     active as materialized (select distinct v.user_id from v join outcomes o on o.user_id = v.user_id)
     insert into exposures (id, source, role, user_id, strategy, arm, phase, at, ends_at, goal_event, value_property, usual_value,
       margin, contact_micros, face_micros, holds_stock, holds_budget, has_outcomes)
     select encode(substr(sha256(convert_to($11::text || chr(10) || user_id, 'UTF8')), 1, 16), 'hex')::uuid::text, $2, 'drawn',
       user_id, $1, arm, $12::smallint, at, at + $3::float8 * interval '1 millisecond', $4, $5, $6, $7, 0, 0, false, false,
       user_id in (select user_id from active)
     from (select distinct on (user_id) user_id, arm, at from v order by user_id, at) drawn
     on conflict (id) do update set at = least(exposures.at, excluded.at), ends_at = least(exposures.ends_at, excluded.ends_at),
       again = exposures.again or exposures.arm <> excluded.arm
     where (exposures.arm <> excluded.arm and not exposures.again) or excluded.at < exposures.at`,
    [
      ...[id, source, within, goal.event, goal.value ?? null],
      ...[typeof goal.orderValue === 'number' ? goal.orderValue : 0, goal.margin],
      drawn.map(({ userId }) => userId),
      drawn.map(({ arm }) => arm),
      drawn.map(({ at }) => new Date(at).toISOString()),
      ...[phase === 1 ? id : `${id}/${phase}`, phase],
    ],
  );
  await noteGoalEvents(manager, [goal.event]);
}
