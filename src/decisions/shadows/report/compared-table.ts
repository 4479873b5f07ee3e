import { type EntityManager } from 'typeorm';

/** Sums over compared decisions. */
export interface ComparedSums {
  /** Null for all strategies together. */
  readonly strategy: string | null;
  readonly decisions: number;
  readonly offers: number;
  readonly heldOut: number;
  readonly conversions: number;
  readonly cost: number;
  readonly profit: number;
  readonly withoutFigures: number;
  readonly ownOffers: number;
  readonly ownHeldOut: number;
  readonly ownConversions: number;
  readonly ownCost: number;
  readonly ownProfit: number;
  readonly ownWithoutFigures: number;
  readonly gained: number;
  readonly lost: number;
  readonly changed: number;
  /** Of the differences in profit, own minus live. */
  readonly ahead: number;
  readonly aheadSquares: number;
}

const GAINED = 'offer is null and own_offer is not null';
const LOST = 'offer is not null and own_offer is null';
const CHANGED =
  'offer is not null and own_offer is not null and (strategy, offer) is distinct from (own_strategy, own_offer)';
const AHEAD = 'coalesce(own_profit, 0) - coalesce(profit, 0)';
const BOTH_STRATEGIES = 'coalesce(strategy, own_strategy)';

function sideSql(prefix: string, names: readonly [string, string, string, string, string, string]): string {
  const [offers, heldOut, conversions, cost, profit, without] = names.map((name) => `"${name}"`);
  const column = (name: string) => `${prefix}${name}`;
  const offered = `${column('offer')} is not null`;
  return `
    (count(*) filter (where ${offered}))::float8 as ${offers ?? ''},
    (count(*) filter (where ${column('outcome')} = 'holdout'))::float8 as ${heldOut ?? ''},
    coalesce(sum(${column('conversion')}), 0)::float8 as ${conversions ?? ''},
    coalesce(sum(${column('cost')}), 0)::float8 as ${cost ?? ''},
    coalesce(sum(${column('profit')}), 0)::float8 as ${profit ?? ''},
    (count(*) filter (where ${offered} and ${column('profit')} is null))::float8 as ${without ?? ''}`;
}

/** The sums of a shadow, all together first, then by strategy. */
export async function comparedSums(manager: EntityManager, shadow: string): Promise<readonly ComparedSums[]> {
  return await manager.query(
    `select ${BOTH_STRATEGIES} as strategy, grouping(${BOTH_STRATEGIES}) as whole, count(*)::float8 as decisions,
       ${sideSql('', ['offers', 'heldOut', 'conversions', 'cost', 'profit', 'withoutFigures'])},
       ${sideSql('own_', ['ownOffers', 'ownHeldOut', 'ownConversions', 'ownCost', 'ownProfit', 'ownWithoutFigures'])},
       (count(*) filter (where ${GAINED}))::float8 as gained,
       (count(*) filter (where ${LOST}))::float8 as lost,
       (count(*) filter (where ${CHANGED}))::float8 as changed,
       coalesce(sum(${AHEAD}), 0)::float8 as ahead,
       coalesce(sum((${AHEAD}) ^ 2), 0)::float8 as "aheadSquares"
     from shadow_decisions where shadow = $1
     group by grouping sets ((), (${BOTH_STRATEGIES}))
     order by whole desc, decisions desc, strategy`,
    [shadow],
  );
}

/** Whom a shadow has seen come to a strategy so far that they could be drawn into an experiment of it. */
export interface ComparedPeople {
  readonly people: number;
  readonly decisions: number;
  /** Decisions with an offer, live and by the candidate. */
  readonly offers: number;
  readonly ownOffers: number;
  /** From the first decision to the last. */
  readonly days: number;
}

/** Who came as far as the draw of an arm. */
export async function comparedPeople(
  manager: EntityManager,
  shadow: string,
  strategy: string,
): Promise<ComparedPeople> {
  const [seen] = await manager.query<[ComparedPeople]>(
    `select count(distinct d.user_id)::float8 as people, count(*)::float8 as decisions,
       (count(*) filter (where s.offer is not null))::float8 as offers,
       (count(*) filter (where s.own_offer is not null))::float8 as "ownOffers",
       coalesce(extract(epoch from max(s.at) - min(s.at)) / 86400, 0)::float8 as days
     from shadow_decisions s join decisions d on d.id = s.decision
     where s.shadow = $1 and s.strategy = $2 and coalesce(s.stopped_by, '') <> all($3)`,
    [shadow, strategy, BEFORE_THE_DRAW],
  );
  return seen;
}

/** Stages that come before the arm is drawn. */
const BEFORE_THE_DRAW = ['active', 'consent', 'segment'];

/** Why decisions differ, by strategy. */
export interface DifferenceReason {
  readonly what: 'gained' | 'lost';
  readonly strategy: string | null;
  readonly stage: string;
  readonly decisions: number;
}

/** By the stage that stopped the side without an offer, the most first. */
export async function differenceReasons(manager: EntityManager, shadow: string): Promise<readonly DifferenceReason[]> {
  return await manager.query(
    `select what, strategy, stage, count(*)::float8 as decisions from (
       select case when ${GAINED} then 'gained' else 'lost' end as what, ${BOTH_STRATEGIES} as strategy,
         coalesce(case when ${GAINED} then stopped_by else own_stopped_by end,
           case when ${GAINED} then outcome else own_outcome end) as stage
       from shadow_decisions where shadow = $1 and (${GAINED} or ${LOST})) d
     group by what, strategy, stage order by decisions desc, stage`,
    [shadow],
  );
}

/** Decisions that differ, the latest first, some of each kind and strategy. */
export async function differenceExamples(
  manager: EntityManager,
  shadow: string,
  most: number,
): Promise<readonly { readonly what: string; readonly strategy: string | null; readonly decision: string }[]> {
  return await manager.query(
    `select what, strategy, decision from (
       select *, row_number() over (partition by what, strategy order by decision desc) as place from (
         select decision, ${BOTH_STRATEGIES} as strategy,
           case when ${GAINED} then 'gained' when ${LOST} then 'lost' else 'changed' end as what
         from shadow_decisions where shadow = $1 and (${GAINED} or ${LOST} or ${CHANGED})) d) p
     where place <= $2 order by decision desc`,
    [shadow, most],
  );
}

/** Both scores, summed up. */
export interface ScoreSums {
  readonly scored: number;
  readonly failed: number;
  readonly champion: number | null;
  readonly candidate: number | null;
  readonly correlation: number | null;
}

/** How the scores of a model compare with those that decided. */
export async function scoreSums(manager: EntityManager, shadow: string): Promise<ScoreSums> {
  const both = 'champion_score is not null and own_score is not null';
  const [sums] = await manager.query<[ScoreSums]>(
    `select (count(*) filter (where ${both}))::float8 as scored,
       (count(*) filter (where own_score is null))::float8 as failed,
       avg(champion_score) filter (where ${both}) as champion, avg(own_score) filter (where ${both}) as candidate,
       corr(champion_score, own_score) as correlation
     from shadow_decisions where shadow = $1`,
    [shadow],
  );
  return sums;
}

/** Both scores of decisions, and whose they are. */
export async function scoresOfDecisions(
  manager: EntityManager,
  shadow: string,
  ids: readonly string[],
): Promise<
  readonly { readonly id: string; readonly userId: string; readonly champion: number; readonly own: number }[]
> {
  return await manager.query(
    `select s.decision as id, d.user_id as "userId", s.champion_score as champion, s.own_score as own
     from shadow_decisions s join decisions d on d.id = s.decision
     where s.shadow = $1 and s.decision = any($2) and s.champion_score is not null and s.own_score is not null`,
    [shadow, ids],
  );
}
