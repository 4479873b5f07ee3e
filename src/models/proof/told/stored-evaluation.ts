import { z } from 'zod';
import { type ChampionComparison, type ModelVerdict, type Rival, type VerdictCheck } from '../evaluation/index.js';
import { type EffectCurve, type ModelExplanation, type PairEffect } from '../explanation/index.js';
import { type FairnessReport, type GroupBand } from '../fairness/index.js';
import { estimate, figure, storedMetrics } from '../../training/index.js';
import { type SelectionSubject } from '../../words/index.js';

const text = z.string();
const texts = z.array(text);
const count = z.number();
const object = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

/** A question of a verdict as it is stored. */
export const storedCheck: z.ZodType<VerdictCheck> = z.object({
  check: z.enum(['leakage', 'better than chance', 'human rule', 'champion', 'calibration']),
  result: z.enum(['passed', 'warned', 'failed']),
  words: text,
  features: texts.exactOptional(),
});

const verdict: z.ZodType<ModelVerdict> = z.object({
  passed: z.boolean(),
  headline: text,
  checks: z.array(storedCheck),
});

const rival: z.ZodType<Rival> = z.object({
  selector: z.enum(['random', 'human rule']),
  title: text,
  auc: estimate,
  modelAhead: estimate,
  coverage20: figure,
});

const champion = z.object({
  version: count,
  plugin: text,
  rows: count,
  measures: z.array(object<ChampionComparison['measures'][number]>()),
  result: z.enum(['ahead', 'draw', 'behind']),
});

/** What a verdict is made of, as it is stored. */
export const storedJudgement = z.object({
  metrics: storedMetrics,
  rivals: z.array(rival).nullable(),
  champion: champion.nullable(),
  verdict,
});

/** What drives a version, as it is stored. */
export const storedExplanation: z.ZodType<ModelExplanation> = z.object({
  modelId: text,
  version: count,
  plugin: text,
  of: z.enum(['score', 'effect']),
  unit: z.enum(['points', 'value']),
  people: count,
  base: figure,
  drivers: z.array(
    z.object({
      feature: text,
      words: text,
      effect: figure,
      share: figure,
      importance: figure.exactOptional(),
      direction: z.enum(['raises', 'lowers', 'mixed']),
    }),
  ),
  curves: z.array(
    z.object({
      feature: text,
      words: text,
      band: z.enum(['error', 'people']),
      whole: z.boolean(),
      bins: z.array(
        z.object({
          values: object<EffectCurve['bins'][number]['values']>(),
          words: text,
          effect: figure,
          low: figure,
          high: figure,
          weight: figure,
        }),
      ),
    }),
  ),
  pairs: z.array(object<PairEffect>()),
  standardError: count.exactOptional(),
  notes: texts,
});

/** How groups fare, as it is stored. */
export const storedFairness: z.ZodType<FairnessReport> = z.object({
  by: text,
  selection: text,
  selected: object<SelectionSubject>().exactOptional(),
  column: z.object({ sensitive: z.boolean(), feature: z.boolean() }),
  benefit: z.enum(['measured', 'expected']).nullable(),
  groups: z.array(
    z.object({
      group: text,
      band: z
        .custom<GroupBand>((value) => value === 'unknown' || (typeof value === 'object' && value !== null))
        .exactOptional(),
      people: count,
      selected: count,
      rate: estimate,
      ratio: estimate.nullable(),
      fourFifths: z.enum(['reference', 'fine', 'may be chance', 'below', 'too few']),
      benefit: estimate.nullable(),
      calibration: z
        .object({
          rows: count,
          promised: figure,
          happened: estimate,
          reading: z.enum(['as promised', 'more', 'less', 'too few']),
        })
        .nullable(),
    }),
  ),
  reading: texts,
  notes: texts,
});
