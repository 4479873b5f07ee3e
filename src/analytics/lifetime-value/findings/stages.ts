import { type LifetimeForecast } from '#sdk';
import { type StageOf } from '../histories/people-facts.js';
import { type BoughtLater, type CustomersAt, type PurchaseLog } from '../histories/purchase-log.js';
import { type LifetimeStage, type StageComparison, type StagePair } from './lifetime-report.js';

/** The time in which purchases are counted for the stages, whatever the horizon is. */
export const STAGE_DAYS = 365;
/** Fewer purchases in a year: lost. */
export const LOST_BELOW = 0.1;
/** Fewer: dormant. */
export const DORMANT_BELOW = 0.5;
/** As many or more: loyal. */
export const LOYAL_FROM = 3;
/** Likelier gone than not: at risk. Of nobody by itself: see P(alive) of one-time buyers. */
const RISK_BELOW = 0.5;

/** @param year what is expected within {@link STAGE_DAYS} */
export function stagesBy(year: LifetimeForecast, repeats: Float64Array): readonly LifetimeStage[] {
  return Array.from(year.purchases, (purchases, row) => stageOf(purchases, year.alive[row], repeats[row] ?? 0));
}

function stageOf(purchases: number, alive: number | undefined, repeats: number): LifetimeStage {
  if (purchases < LOST_BELOW) return 'lost';
  if ((alive ?? Number.NaN) < RISK_BELOW) return 'at risk';
  if (purchases < DORMANT_BELOW) return 'dormant';
  if (repeats === 0) return 'new';
  return purchases < LOYAL_FROM ? 'active' : 'loyal';
}

/** Customers with their stages, and what is expected of them or came of them. */
interface StagedCustomers {
  readonly customers: CustomersAt;
  readonly stages: readonly LifetimeStage[];
  /** What is counted of each; the value is NaN where it is not known. */
  readonly brought: BoughtLater;
}

/** What is compared: customers now, and as they were before what was held out. */
export interface StageQuestion {
  readonly log: PurchaseLog;
  readonly now: StagedCustomers;
  readonly heldOut: StagedCustomers | null;
  /** The rule's; null where there is none. */
  readonly rule: { readonly fact: string; readonly stages: StageOf } | null;
}

export function compareStages({ log, now, heldOut, rule }: StageQuestion): StageComparison {
  const byModel = pairsOf(now, () => null)
    .map(({ model, people, purchases, value }) => ({ model, people, purchases, value }))
    .toSorted((a, b) => (b.value ?? b.purchases) - (a.value ?? a.purchases));
  if (rule === null) return { byModel, byRule: null };
  const ruled = (moment: 'then' | 'now') => (person: number) =>
    rule.stages(log.people[person] ?? '')[moment === 'then' ? 0 : 1];
  return {
    byModel,
    byRule: {
      fact: rule.fact,
      pairs: pairsOf(now, ruled('now')).map(({ rule: stage, model, people, purchases, value }) => ({
        ...{ rule: stage, model, people, purchases, value },
      })),
      heldOut: heldOut === null ? null : pairsOf(heldOut, ruled('then')),
    },
  };
}

type CountedPair = StagePair & { readonly buyers: number };

/** The largest first. */
function pairsOf(
  { customers, stages, brought }: StagedCustomers,
  ruleOf: (person: number) => string | null,
): readonly CountedPair[] {
  type Counting = { -readonly [K in keyof CountedPair]: CountedPair[K] };
  const rules = new Map<string | null, Map<LifetimeStage, Counting>>();
  const hasValue = brought.value.some((value) => !Number.isNaN(value));
  stages.forEach((model, row) => {
    const rule = ruleOf(customers.people[row] ?? -1);
    const pairs = rules.get(rule) ?? new Map<LifetimeStage, Counting>();
    rules.set(rule, pairs);
    const pair = pairs.get(model) ?? { rule, model, people: 0, purchases: 0, value: hasValue ? 0 : null, buyers: 0 };
    const [purchases, value] = [brought.purchases[row] ?? 0, brought.value[row] ?? Number.NaN];
    pair.people++;
    pair.purchases += purchases;
    pair.buyers += purchases > 0 ? 1 : 0;
    if (pair.value !== null && !Number.isNaN(value)) pair.value += value;
    pairs.set(model, pair);
  });
  const keyOf = ({ rule, model }: CountedPair) => JSON.stringify([rule, model]);
  return [...rules.values()]
    .flatMap((pairs) => [...pairs.values()])
    .toSorted((a, b) => b.people - a.people || (keyOf(a) < keyOf(b) ? -1 : 1));
}
