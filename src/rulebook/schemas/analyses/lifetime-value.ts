import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { duration, factName, id } from '../parts/common.js';
import { analysisOf, type AnalysisForm } from './form.js';
import { type PurchaseColumns, purchaseColumns, type PurchaseEvents, purchaseEvents } from './purchases.js';

/** What customers are worth in the time to come, judged on the last of what was observed. */
export interface LifetimeValueAnalysis extends Analysis {
  readonly kind: 'lifetime-value';
  readonly purchases: PurchaseEvents;
  readonly columns?: PurchaseColumns;
  /** Id of the segment whose people are meant; absent: everybody who purchased. */
  readonly population?: string;
  /** How far it looks ahead, in whole days; {@link LIFETIME_HORIZON} unless told. */
  readonly horizon?: string;
  /** The last time of what was observed, on which it is judged; as long as the horizon, at most half, unless told. */
  readonly holdout?: string;
  /** Id of a plugin of the kind `lifetime`; {@link LIFETIME_PLUGIN} unless told. */
  readonly plugin?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Facts as they were at a person's first purchase. */
  readonly covariates?: readonly string[];
  /** The stages by a rule, to be compared with those by the model. */
  readonly stages?: { readonly fact: string };
}

/** How far it looks ahead unless a document says. */
export const LIFETIME_HORIZON = 'P365D';
/** What foretells unless a document says. */
export const LIFETIME_PLUGIN = 'lifetime-value';

const MOST_COVARIATES = 8;
const DAY = 86_400_000;

/** `"kind": "lifetime-value"` */
export const lifetimeValue: AnalysisForm<LifetimeValueAnalysis> = {
  kind: 'lifetime-value',
  schema: analysisOf('lifetime-value', 'What customers are worth in the time to come', {
    purchases: purchaseEvents,
    columns: purchaseColumns.exactOptional(),
    population: id.exactOptional().describe('A segment of rules/segments; everybody who purchased unless told'),
    horizon: duration.exactOptional().describe('How far it looks ahead, in whole days; P365D unless told'),
    holdout: duration
      .exactOptional()
      .describe('The last time on which it is judged; as long as the horizon, at most half of all, unless told'),
    plugin: id.exactOptional().describe('What foretells, of the kind lifetime; lifetime-value unless told'),
    options: z.record(z.string(), z.unknown()).exactOptional().describe("The plugin's options"),
    covariates: z
      .array(factName)
      .min(1, { error: 'at least one fact' })
      .max(MOST_COVARIATES, { error: `at most ${String(MOST_COVARIATES)} facts` })
      .exactOptional()
      .describe('Facts that tell customers apart, as they were at their first purchase'),
    stages: z
      .strictObject({ fact: factName.describe('The fact that tells the stage, such as lifecycleStage') })
      .exactOptional()
      .describe('Stages of the life-cycle by a rule, compared with those by the model'),
  }),
  outputs: () => ({
    expectedPurchases: 'number',
    expectedValue: 'number',
    stillBuying: 'number',
    stage: 'string',
  }),
  names: ({ population, plugin = LIFETIME_PLUGIN, options = {}, covariates = [], stages }) => [
    ...(population === undefined ? [] : [{ pointer: '/population', segment: population }]),
    { pointer: '/plugin', plugin, kind: 'lifetime', options },
    ...covariates.map((fact, place) => ({
      ...{ pointer: `/covariates/${String(place)}`, fact },
      types: ['number', 'string', 'boolean'] as const,
    })),
    ...(stages === undefined ? [] : [{ pointer: '/stages/fact', fact: stages.fact, types: ['string' as const] }]),
  ],
  events: ({ purchases }) => [['/purchases/event', purchases.event]],
  problems: (document) =>
    (['horizon', 'holdout'] as const)
      .filter((name) => document[name] !== undefined && wholeDays(document[name]) === null)
      .map((name) => ({
        pointer: `/${name}`,
        message: 'purchases are counted by the day',
        expected: 'whole days, such as P90D',
      })),
  words: ({ purchases, horizon = LIFETIME_HORIZON, plugin = LIFETIME_PLUGIN, stages }, analyses) =>
    analyses.lifetimeValue({
      event: purchases.event,
      horizon,
      hasValue: purchases.value !== undefined,
      plugin,
      stages: stages?.fact,
    }),
};

/** The days of a duration; null where it has hours besides. */
export function wholeDays(text: string): number | null {
  const days = (durationMilliseconds(text) ?? Number.NaN) / DAY;
  return Number.isInteger(days) ? days : null;
}
