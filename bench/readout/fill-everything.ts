import { type Database } from '#strata/platform/database';
import { type HoldoutGoal } from '#strata/ledger/experiments';

/** The hold-out of all that is read, and what counts. */
export const HOLDOUT: { readonly seed: string; readonly share: number; readonly began: string } = {
  ...{ seed: '2026', share: 0.02 },
  began: '2026-03-01T00:00:00Z',
};
export const GOALS: readonly HoldoutGoal[] = [
  { event: 'order_placed', valueProperty: 'amount', usualValue: 0, margin: 0.3 },
];

/** Goal events of a person; half of the people got an offer. */
const EVENTS = 10;

/** Fills profiles, their goal events and exposures at once, as fast as PostgreSQL can. */
export async function fillEverything(database: Database, people: number): Promise<void> {
  const id = `md5(i::text)::uuid::text`;
  await database.run(async (manager) => {
    await manager.query(`insert into profiles (user_id) select ${id} from generate_series(1, $1::integer) i`, [people]);
    await manager.query('drop index events_by_name');
    for (let event = 0; event < EVENTS; event++) {
      await manager.query(
        `insert into events (user_id, message_id, name, at, properties)
         select ${id}, 'm' || i || '-' || $2::integer, 'order_placed', timestamptz '2026-03-02' + $2::integer * interval '20 days',
           jsonb_build_object('amount', 20 + (hashint4(i + $2::integer) & 127), 'coupon', i % 3 = 0, 'orderId', 'o' || i)
         from generate_series(1, $1::integer) i`,
        [people, event],
      );
    }
    await manager.query(
      `insert into exposures (id, source, role, user_id, strategy, arm, offer, at, ends_at, goal_event, value_property, usual_value,
         margin, contact_micros, face_micros, holds_stock, holds_budget, propensity)
       select md5('t' || i)::uuid::text, 'decision', 'treated', ${id}, 'coupons', null, 'coupon', timestamptz '2026-04-01',
         timestamptz '2026-04-15', 'order_placed', 'amount', 0, 0.3, 100000, 5000000, false, false, 1
       from generate_series(1, $1::integer, 2) i`,
      [people],
    );
    for (const table of ['profiles', 'events', 'exposures']) await manager.query(`vacuum analyze ${table}`);
  });
}
