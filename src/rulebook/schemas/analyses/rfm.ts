import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { duration, factName, id } from '../parts/common.js';
import { analysisOf, type AnalysisForm } from './form.js';
import { type PurchaseColumns, purchaseColumns, type PurchaseEvents, purchaseEvents } from './purchases.js';

/** Scores by recency, frequency and monetary value, and who moved between stages of the life-cycle. */
export interface RfmAnalysis extends Analysis {
  readonly kind: 'rfm';
  readonly purchases: PurchaseEvents;
  /** Only purchases at most this old; absent: all. */
  readonly within?: string;
  /** Of a file with a row a purchase: the columns of the person, the moment and what was paid. */
  readonly columns?: PurchaseColumns;
  /** Id of the segment whose people are scored; absent: everybody who purchased. */
  readonly population?: string;
  readonly stages?: {
    /** The fact that tells the stage. */
    readonly fact: string;
    /** Between which moments people moved: from this long before until now; P30D unless told. */
    readonly since?: string;
  };
}

/** `"kind": "rfm"` */
export const rfm: AnalysisForm<RfmAnalysis> = {
  kind: 'rfm',
  schema: analysisOf('rfm', 'Recency, frequency and monetary scores, and moves between stages of the life-cycle', {
    purchases: purchaseEvents,
    within: duration.exactOptional().describe('Only purchases at most this old, such as P730D'),
    columns: purchaseColumns.exactOptional(),
    population: id.exactOptional().describe('A segment of rules/segments; everybody who purchased unless told'),
    stages: z
      .strictObject({
        fact: factName.describe('The fact that tells the stage, such as lifecycleStage'),
        since: duration.exactOptional().describe('People who moved in this long; P30D unless told'),
      })
      .exactOptional()
      .describe('Who moved between the stages of the life-cycle'),
  }),
  outputs: () => ({
    recency: 'number',
    frequency: 'number',
    monetary: 'number',
    score: 'string',
    segment: 'string',
  }),
  names: ({ population, stages }) => [
    ...(population === undefined ? [] : [{ pointer: '/population', segment: population }]),
    ...(stages === undefined ? [] : [{ pointer: '/stages/fact', fact: stages.fact, types: ['string' as const] }]),
  ],
  events: ({ purchases }) => [['/purchases/event', purchases.event]],
  words: ({ purchases, within, stages }, analyses) =>
    analyses.rfm({
      event: purchases.event,
      within,
      stages: stages === undefined ? null : { fact: stages.fact, since: stages.since ?? STAGES_SINCE },
    }),
};

/** How long people have to move between stages. */
export const STAGES_SINCE = 'P30D';
