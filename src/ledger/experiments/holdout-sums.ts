import { type EntityManager } from 'typeorm';
import { sqlNumber, sqlText } from '#strata/kernel';
import { RELATIONS } from '#strata/profiles/store';
import { type Moments, noMoments } from '#strata/statistics/experiments';
import { HOLDOUT_VARIABLES, type HoldoutGoal, type HoldoutQuestion, type HoldoutRow } from './holdout-question.js';

/** What everybody did since a hold-out of all began, as sums. */
export interface HoldoutSums {
  readonly heldOut: HoldoutSide;
  readonly others: HoldoutSide;
  /** People whose ids are drawn to both sides; they are on neither. */
  readonly inBoth: number;
  /** What is credited to offers because it came in their windows: Σ value × margin. Money. */
  readonly credited: number;
}

/** People of one side. */
interface HoldoutSide {
  /** Of {@link HOLDOUT_VARIABLES}. */
  readonly moments: Moments;
  /** Who got an offer. */
  readonly reached: number;
}

/**
 * Sums up by side what everybody did who is known: whoever has a profile or was ever exposed, whether or not anything was decided
 * about it since. Which side a person is on is a hash of its id, so that nobody must have been asked about to be on one. Everybody
 * is watched alike, from the beginning of the hold-out on: goal events count wherever they came, not only in windows of offers.
 */
export async function holdoutSums(manager: EntityManager, question: HoldoutQuestion): Promise<HoldoutSums> {
  // Compiling the statements takes PostgreSQL longer than it saves; people of one part of the events are in no other.
  await manager.query('set local jit = off');
  await manager.query(`set local work_mem = '128MB'`);
  await manager.query('set local enable_partitionwise_aggregate = on');
  const parameters = [`${question.seed}:holdout-of-all:`, belowShare(question.share), question.began];
  const rows = await manager.query<HoldoutRow[]>(bySide(question.goals), parameters);
  const side = (held: boolean): HoldoutSide => {
    const row = rows.find((one) => one.held === held && !one.inBoth);
    if (row === undefined) return { moments: noMoments(HOLDOUT_VARIABLES.length), reached: 0 };
    return { moments: momentsOfRow(row), reached: row.reached };
  };
  return {
    heldOut: side(true),
    others: side(false),
    inBoth: rows.filter(({ inBoth }) => inBoth).reduce((sum, { people }) => sum + people, 0),
    credited: await creditedTo(manager, question),
  };
}

/**
 * The bytes that the SHA-256 of an id is below where its first 52 bits are below the share of all (`docs/assignment.md`), in
 * hexadecimal: bytes are compared one after another.
 */
function belowShare(share: number): string {
  return `${Math.ceil(share * 2 ** 52)
    .toString(16)
    .padStart(13, '0')}0`;
}

const isHeldOut = (id: string) => `sha256(convert_to($1 || ${id}, 'UTF8')) < decode($2, 'hex')`;

const text = (said: string) => sqlText(said, 'postgres');

/** A figure of each goal, by the name of its event. */
function byEvent(goals: readonly HoldoutGoal[], name: string, figure: (goal: HoldoutGoal) => string): string {
  const [first, ...others] = new Set(goals.map(figure));
  if (first !== undefined && others.length === 0) return first;
  return `case ${name} ${goals.map((goal) => `when ${text(goal.event)} then ${figure(goal)}`).join(' ')} end`;
}

/** What an event is worth: looking its value up takes most of the time of it all, so it is done as seldom as can be. */
function worth({ valueProperty, usualValue }: HoldoutGoal): string {
  const usual = `${sqlNumber(usualValue)}::float8`;
  if (valueProperty === null) return usual;
  const said = `properties ->> ${text(valueProperty)}`;
  return `coalesce(case when jsonb_typeof(properties -> ${text(valueProperty)}) = 'number' or ${said} ~ '^\\d{1,15}(\\.\\d{1,15})?$'
    then (${said})::float8 end, ${usual})`;
}

/** People by side; `$1` is what ids are hashed after, `$2` what held-out hashes are below, `$3` when it began. */
function bySide(goals: readonly HoldoutGoal[]): string {
  const events = goals.length === 0 ? 'null' : goals.map(({ event }) => text(event)).join(', ');
  const margin = (name: string) => byEvent(goals, name, (goal) => `${sqlNumber(goal.margin)}::float8`);
  const isOneMargin = new Set(goals.map((goal) => goal.margin)).size === 1;
  const earned = isOneMargin ? `sum(value) * ${margin('name')}` : `sum(value * ${margin('name')})`;
  return `
  with ids as materialized (select id, person from ${RELATIONS.merged} i),
  members as materialized (select id, person from ids union select person, person from ids),
  drawn as materialized (
    select person, bool_or(held) as held, bool_or(held) and not bool_and(held) as in_both
    from (select person, ${isHeldOut('id')} as held from members) each
    group by person),
  known as (
    select user_id as person from ${RELATIONS.profiles} p
    union all
    select distinct user_id from exposures x
    where not exists (select from ${RELATIONS.profiles} p where p.user_id = x.user_id)
      and not exists (select from ids i where i.id = x.user_id)),
  tracked as (
    select user_id as person, count(*) as conversions, sum(value) as value, ${earned} as earned
    from (
      select user_id, name, ${byEvent(goals, 'name', worth)} as value
      from ${RELATIONS.events} e where name in (${events}) and at >= $3::timestamptz) counted
    group by user_id),
  reported as (
    select person, count(*) as conversions, sum(value) as value, ${earned} as earned
    from (
      select coalesce(i.person, o.user_id) as person, o.id, o.event as name, o.value
      from outcomes o left join ids i on i.id = o.user_id
      where o.reported and o.event in (${events}) and o.at >= $3::timestamptz) counted
    where not exists (select from ${RELATIONS.events} e where e.user_id = counted.person and e.message_id = counted.id)
    group by person),
  spent_by_id as (
    select user_id as id, sum(contact_micros + case when state = 'redeemed' then face_micros else 0 end) / 1e6::float8 as cost
    from exposures where role = 'treated' and at >= $3::timestamptz group by user_id),
  spent as (
    select s.id as person, s.cost from spent_by_id s where not exists (select from members m where m.id = s.id)
    union all
    select m.person, sum(s.cost) from spent_by_id s join members m on m.id = s.id group by m.person),
  people as (
    select coalesce(d.held, ${isHeldOut('k.person')}) as held, coalesce(d.in_both, false) as in_both,
      (coalesce(t.conversions, 0) + coalesce(r.conversions, 0))::float8 as c, coalesce(t.value, 0) + coalesce(r.value, 0) as v,
      coalesce(t.earned, 0) + coalesce(r.earned, 0) as e, coalesce(s.cost, 0)::float8 as s, s.cost is not null as reached
    from known k left join drawn d using (person) left join tracked t using (person) left join reported r using (person)
      left join spent s using (person))
  select held, in_both as "inBoth", count(*)::float8 as people, (count(*) filter (where reached))::float8 as reached,
    sum(c) as conversions, sum(v) as value, sum(e) as earned, sum(s) as cost,
    sum(c * c) as "conversionSquares", sum(v * v) as "valueSquares", sum(e * e) as "earnedSquares", sum(s * s) as "costSquares",
    sum(c * v) as "conversionsTimesValue", sum(c * e) as "conversionsTimesEarned", sum(c * s) as "conversionsTimesCost",
    sum(v * e) as "valueTimesEarned", sum(v * s) as "valueTimesCost", sum(e * s) as "earnedTimesCost"
  from people group by held, in_both`;
}

/** What came in the windows of offers, as reports of campaigns count. */
async function creditedTo(manager: EntityManager, { began, goals }: HoldoutQuestion): Promise<number> {
  const [row] = await manager.query<{ earned: number }[]>(
    `select coalesce(sum(o.value * g.margin), 0)::float8 as earned
     from outcomes o join unnest($2::text[], $3::float8[]) g (event, margin) on g.event = o.event
     where o.offer is not null and o.at >= $1::timestamptz`,
    [began, goals.map(({ event }) => event), goals.map(({ margin }) => margin)],
  );
  return row?.earned ?? 0;
}

function momentsOfRow(row: HoldoutRow): Moments {
  const { people, conversions, value, earned, cost } = row;
  const { conversionsTimesValue, conversionsTimesEarned, conversionsTimesCost } = row;
  const { valueTimesEarned, valueTimesCost, earnedTimesCost } = row;
  return {
    people,
    sums: [conversions, value, earned, cost],
    products: [
      [row.conversionSquares, conversionsTimesValue, conversionsTimesEarned, conversionsTimesCost],
      [conversionsTimesValue, row.valueSquares, valueTimesEarned, valueTimesCost],
      [conversionsTimesEarned, valueTimesEarned, row.earnedSquares, earnedTimesCost],
      [conversionsTimesCost, valueTimesCost, earnedTimesCost, row.costSquares],
    ],
  };
}
