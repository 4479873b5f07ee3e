import { type EntityManager } from 'typeorm';
import { type Strategy } from '#strata/engine';
import { type Database } from '#strata/platform/database';

/** The experiment whose ledger is read. */
export const STRATEGY: Strategy = {
  id: 'coupons',
  title: 'Coupons',
  goal: { event: 'order_placed', value: 'amount', within: 'P14D', margin: 0.3, orderValue: 60 },
  segment: { all: [] },
  baseline: { title: 'All', offer: 'coupon' },
  offers: [
    { id: 'coupon', title: 'A coupon', faceValue: 5, redemptionRate: 0.5, contactCost: 0.1, response: { rate: 0.1 } },
  ],
  experiment: { seed: 'coupons', holdout: 0.1, arms: { model: 0.5, baseline: 0.5 } },
};

/** Of people, in 1,024ths: who is treated, who is held out, who buys. */
const TREATED = 460;
const HELD_OUT = 511;
const BUYERS = 50;
/** One of so many people has two ids, and is treated twice. */
const SEVERAL = 500;

/**
 * Fills exposures and outcomes at once, with the indexes built afterwards, as fast as PostgreSQL can.
 *
 * @returns how many exposures there are
 */
export async function fillLedger(database: Database, exposures: number): Promise<number> {
  const people = Math.round(exposures / 1.5);
  await database.run(async (manager) => {
    const indexes = await withoutIndexes(manager);
    await manager.query(PEOPLE, [people]);
    for (const statement of [DRAWN, EXPOSED, AGAIN, SECOND_IDS, OUTCOMES, MARKED]) await manager.query(statement);
    await manager.query('drop table bench_people');
    for (const index of indexes) await manager.query(index);
    for (const table of ['exposures', 'outcomes', 'identities']) await manager.query(`vacuum analyze ${table}`);
  });
  const [row] = await database.run((manager) =>
    manager.query<{ n: number }[]>('select count(*)::integer as n from exposures'),
  );
  return row?.n ?? 0;
}

async function withoutIndexes(manager: EntityManager): Promise<readonly string[]> {
  const rows = await manager.query<{ name: string; made: string; own: boolean }[]>(
    `select indexname as name, indexdef as made, exists (select from pg_constraint c where c.conname = indexname) as own
     from pg_indexes where tablename in ('exposures', 'outcomes')`,
  );
  const dropped = rows.filter(({ own }) => !own);
  for (const { name } of dropped) await manager.query(`drop index ${name}`);
  return dropped.map(({ made }) => made);
}

const PEOPLE = `
  create unlogged table bench_people as
  select i, md5(i::text)::uuid::text as id, case when hashint4(i + 7) & 1 = 0 then 'model' else 'baseline' end as arm,
    timestamptz '2026-10-01' + (i / $1::float8) * interval '30 days' as at,
    case when hashint4(i + 13) & 1023 < ${TREATED} then 'treated' when hashint4(i + 13) & 1023 < ${HELD_OUT} then 'held-out' end as role,
    hashint4(i + 31) & 1023 < ${BUYERS} as buys
  from generate_series(1, $1) i`;

const COLUMNS = `id, source, role, user_id, strategy, arm, offer, at, ends_at, goal_event, value_property, usual_value, margin,
  contact_micros, face_micros, holds_stock, holds_budget, state, propensity, again`;

const DRAWN = `
  insert into exposures (${COLUMNS})
  select md5('d' || id)::uuid::text, 'decision', 'drawn', id, 'coupons', arm, null, at, at + interval '365 days', 'order_placed',
    'amount', 0, 0.3, 0, 0, false, false, 'open', null, false from bench_people`;

const TREATMENT = `'decision', role, id, 'coupons', arm, case role when 'treated' then 'coupon' end, at, at + interval '14 days',
    'order_placed', 'amount', 0, 0.3, case role when 'treated' then 100000 else 0 end,
    case role when 'treated' then 5000000 else 0 end, role = 'treated', role = 'treated',
    case when buys and role = 'treated' and i % 2 = 0 then 'redeemed' else 'open' end, 1`;

const EXPOSED = `
  insert into exposures (${COLUMNS})
  select md5('t' || id)::uuid::text, ${TREATMENT}, false from bench_people where role is not null`;

const AGAIN = `
  insert into exposures (${COLUMNS})
  select md5('a' || id)::uuid::text, ${TREATMENT}, true from bench_people where role = 'treated' and i % ${SEVERAL} = 0`;

const SECOND_IDS = `
  with second as (
    insert into identities (anonymous_id, user_id, claimed_id, at) select 'a-' || id, id, id, at from bench_people where i % ${SEVERAL} = 1 returning user_id)
  insert into exposures (${COLUMNS})
  select md5('s' || id)::uuid::text, 'decision', 'drawn', 'a-' || id, 'coupons', arm, null, at, at + interval '365 days',
    'order_placed', 'amount', 0, 0.3, 0, 0, false, false, 'open', null, false
  from bench_people join second on second.user_id = id`;

const OUTCOMES = `
  insert into outcomes (id, user_id, exposure_id, strategy, offer, event, value, redeemed, at)
  select 'm' || i, id, md5(case when role is null then 'd' else 't' end || id)::uuid::text, 'coupons',
    case role when 'treated' then 'coupon' end, 'order_placed', 20 + (hashint4(i + 3) & 127),
    buys and coalesce(role = 'treated', false) and i % 2 = 0, at + interval '3 days' from bench_people where buys`;

const MARKED = 'update exposures x set has_outcomes = true from outcomes o where o.user_id = x.user_id';
