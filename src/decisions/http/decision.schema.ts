import { z } from 'zod';
import { type ConditionTrace } from '#strata/engine/conditions';
import { type Decision, REASON_CODES, STAGES } from '#strata/engine';
import { type StrategyVerdict } from '#strata/engine/decide';
import { errorCodeSchema, problemSchema } from '#strata/platform/http';
import { type DecisionExplanation } from '../explanation/index.js';
import { type Replay } from '../replay/index.js';

/** What answers look like, for the OpenAPI document. Answers are not checked against it at run time; a test does that. */
const stage = z.enum(STAGES);
const scoreShape = {
  model: z.string(),
  version: z.int().positive(),
  value: z.number().describe('The calibrated probability, or the value.'),
  rank: z.exactOptional(z.number().min(0).max(1)).describe('Share of the reference population that scores lower.'),
};

const expectedSchema = z.strictObject({
  conversion: z.number().min(0).max(1).describe('P(goal | offer).'),
  natural: z.number().min(0).max(1).nullable().describe('P(goal | no offer); null where profit is gross.'),
  cost: z.number().describe('Expected cost in money.'),
  profit: z.number().describe('Expected profit in money.'),
});

const offerSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  channel: z.exactOptional(z.string()),
  content: z.exactOptional(z.record(z.string(), z.unknown())),
  expected: expectedSchema.nullable().describe('Null where a model that the figures need gave no score.'),
});

const reasonSchema = z.strictObject({
  code: z.enum(REASON_CODES),
  stage,
  strategy: z.exactOptional(z.string()),
  pointer: z.exactOptional(z.string()).describe('JSON pointer into the document whose condition decided.'),
  segment: z.exactOptional(z.string()).describe('The segment in whose document the pointer stands.'),
  fact: z.exactOptional(z.string()),
  operator: z.exactOptional(z.string()),
  expected: z.exactOptional(z.unknown()),
  actual: z.exactOptional(z.unknown()),
  offer: z.exactOptional(z.string()),
  model: z.exactOptional(z.string()),
  until: z.exactOptional(z.iso.datetime()).describe('When it ends, of what the contact policy asks for.'),
  run: z
    .exactOptional(z.string())
    .describe(
      'The campaign run (`GET /v1/campaigns/{run}`) that found what the limits are worth, which is `expected`.',
    ),
  words: z.string(),
});

export const decisionSchema = z
  .strictObject({
    id: z.uuid(),
    userId: z.string(),
    strategy: z.string().nullable(),
    release: z.string().describe('Content hash of the release that decided, sha256:…'),
    at: z.iso.datetime(),
    outcome: z.enum(['offer', 'none', 'holdout']),
    heldOutOf: z
      .exactOptional(z.literal('all'))
      .describe('Of all strategies and campaigns together, not of this strategy alone.'),
    arm: z.string().nullable().describe('Id of the arm of the experiment.'),
    otherArms: z
      .exactOptional(z.record(z.string(), z.string()))
      .describe('The arms of other strategies that were asked and drew the user, by strategy.'),
    selector: z.enum(['model', 'baseline']).nullable(),
    fallback: z
      .enum(['SCORER_FAILED', 'NO_CHAMPION', 'POLICY_FAILED'])
      .nullable()
      .describe('Why the model did not decide, or a policy did not choose.'),
    level: z.literal([0, 1, 2, 3]).describe('The level of the targeting ladder that was reached.'),
    stoppedBy: stage.nullable(),
    propensity: z
      .exactOptional(z.number().min(0).max(1))
      .describe('The probability of this choice inside its arm; 1 where nothing is random.'),
    repeated: z.boolean().describe('The user was asked about again and gets the same decision.'),
    offer: offerSchema.nullable(),
    scores: z.array(z.strictObject(scoreShape)),
    reasons: z.array(reasonSchema),
    nearestChange: z
      .strictObject({
        fact: z.string(),
        from: z.unknown().describe('The value now; null where it is not known.'),
        to: z.unknown(),
        outcome: z.enum(['offer', 'none']),
        strategy: z.string().nullable(),
        offer: z.string().nullable().describe('The offer that would be made.'),
        words: z.string(),
      })
      .nullable()
      .describe('The smallest change of one fact that would alter the outcome, decided again with it; in full detail.'),
    dryRun: z.exactOptional(z.literal(true)).describe('Nothing was stored, reserved or counted.'),
  })
  .meta({
    id: 'Decision',
    description: 'What we offer this user now, if anything, and why.',
  }) satisfies z.ZodType<Decision>;

export const batchAnswerSchema = z.strictObject({
  results: z
    .array(z.union([z.strictObject({ decision: decisionSchema }), z.strictObject({ problem: problemSchema })]))
    .describe('One a request, in their order.'),
});

export const decisionPageSchema = z.strictObject({
  decisions: z.array(decisionSchema).describe('The latest first.'),
  next: z.uuid().nullable().describe('The `cursor` of the next page; null on the last one.'),
});

export const replaySchema = z.strictObject({
  id: z.uuid(),
  release: z.string(),
  equal: z.boolean().describe('The stored decision came out again, byte for byte.'),
  differences: z.array(z.strictObject({ pointer: z.string(), stored: z.unknown(), replayed: z.unknown() })),
}) satisfies z.ZodType<Replay>;

const evaluated = {
  result: z.boolean(),
  pointer: z.string().describe('JSON pointer of the part in its document; below a segment, in that segment.'),
  name: z.exactOptional(z.string()),
};

/** Of a condition each part with its result. */
const traceSchema: z.ZodType<ConditionTrace> = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal(['all', 'any']),
      ...evaluated,
      get children() {
        return z.array(traceSchema);
      },
    }),
    z.strictObject({
      kind: z.literal('not'),
      ...evaluated,
      get child() {
        return traceSchema;
      },
    }),
    z.strictObject({
      kind: z.literal('segment'),
      ...evaluated,
      segment: z.string(),
      get child() {
        return traceSchema;
      },
    }),
    z.strictObject({
      kind: z.literal('leaf'),
      ...evaluated,
      fact: z.string(),
      params: z.exactOptional(z.record(z.string(), z.unknown())),
      path: z.exactOptional(z.string()),
      operator: z.string(),
      expected: z.unknown().optional(),
      expectedFact: z.exactOptional(
        z.strictObject({
          fact: z.string(),
          params: z.exactOptional(z.record(z.string(), z.unknown())),
          path: z.exactOptional(z.string()),
        }),
      ),
      actual: z.unknown().optional().describe('Absent where the fact has no value.'),
    }),
  ])
  .meta({ id: 'ConditionTrace', description: 'The evaluated condition.' }) as unknown as z.ZodType<ConditionTrace>;

const value = z.union([z.number(), z.string()]).nullable();

const contributionsSchema = z
  .strictObject({
    link: z.enum(['identity', 'logit']),
    score: z.number(),
    base: z.number(),
    parts: z.array(z.strictObject({ feature: z.string(), value, part: z.number() })),
    standardError: z.exactOptional(z.number()),
  })
  .describe('base + sum of parts = link(score).') satisfies z.ZodType<
  DecisionExplanation['scores'][number]['contributions']
>;

const scoreReasonsSchema = z
  .strictObject({
    of: z.enum(['score', 'effect']).describe('`effect`: the difference that the best offer makes (uplift models).'),
    unit: z.enum(['points', 'value']).describe("`points`: of probability, 0.01 is one; `value`: the label's unit."),
    score: z.number(),
    base: z.number().describe('The score of the average person.'),
    reasons: z.array(z.strictObject({ feature: z.string(), value, effect: z.number(), words: z.string() })),
    rest: z.strictObject({ features: z.int(), effect: z.number() }),
    standardError: z.exactOptional(z.number()),
  })
  .describe('The strongest contributions in words and points: base + reasons + rest = score.') satisfies z.ZodType<
  DecisionExplanation['scores'][number]['reasons']
>;

const scoreChangeSchema = z
  .strictObject({
    changes: z.array(z.strictObject({ fact: z.string(), from: z.unknown(), to: z.unknown() })),
    before: z.number(),
    after: z.number(),
    words: z.string(),
  })
  .describe('The smallest change of actionable facts that moves the score across the threshold asked for.');

const accountSchema = z
  .strictObject({
    strategy: z.string(),
    offer: z.string(),
    title: z.string(),
    margin: z.number(),
    orderValue: z.number(),
    conversion: z.number(),
    natural: z.number().nullable().describe('Null where the figures are gross.'),
    redemptionRate: z.number(),
    faceValue: z.number(),
    contactCost: z.number(),
    gain: z.number().describe('margin × orderValue × (conversion − natural)'),
    cost: z.number().describe('contactCost + conversion × redemptionRate × faceValue'),
    profit: z.number().describe('gain − cost'),
    words: z.array(z.string()),
  })
  .describe('What an offer is expected to cost and to earn, whether it was made or not.');

export const verdictSchema = z
  .strictObject({
    strategy: z.string(),
    title: z.string(),
    outcome: z
      .enum(['offer', 'none', 'holdout'])
      .describe('Of the strategy that decided that of the decision; of all others none.'),
    arm: z.string().nullable(),
    selector: z.enum(['model', 'baseline']).nullable(),
    fallback: z.enum(['SCORER_FAILED', 'NO_CHAMPION', 'POLICY_FAILED']).nullable(),
    stoppedBy: stage.nullable(),
    stages: z
      .array(z.strictObject({ stage, state: z.enum(['passed', 'failed', 'stopped', 'not reached']) }))
      .describe('The stages on its way, in their order; `failed`: a score was missing, and the human rule took over.'),
    best: z
      .strictObject({ id: z.string(), title: z.string(), expected: expectedSchema.nullable() })
      .nullable()
      .describe('The best offer that it would make, also where it was stopped after it.'),
  })
  .meta({
    id: 'StrategyVerdict',
    description: 'How far a strategy got.',
  }) satisfies z.ZodType<StrategyVerdict>;

export const explanationSchema = z
  .strictObject({
    decision: decisionSchema,
    answers: z
      .strictObject({ why: z.array(z.string()), change: z.array(z.string()), money: z.array(z.string()) })
      .describe('Why it is so, what would change it, what it costs and earns: in sentences.'),
    release: z.strictObject({
      hash: z.string(),
      title: z.string().nullable().describe('Of the strategy that decided.'),
      publishedAt: z.iso.datetime(),
      by: z.string(),
    }),
    verdicts: z.array(verdictSchema).describe('How far each strategy that was asked got, by id.'),
    accounts: z.array(accountSchema),
    failures: z
      .array(
        z.strictObject({
          model: z.string(),
          title: z.string(),
          code: z.union([errorCodeSchema, z.literal('NO_CHAMPION')]),
          message: z.string(),
        }),
      )
      .describe('The models that were asked and gave no score.'),
    repetition: z
      .strictObject({
        of: z.string(),
        madeAt: z.iso.datetime(),
        times: z.int(),
        lastAt: z.iso.datetime(),
        standsUntil: z.iso.datetime().nullable(),
        words: z.string(),
      })
      .nullable()
      .describe('How often the decision was answered again.'),
    traces: z.array(
      z.strictObject({
        strategy: z.string(),
        stage,
        offer: z.exactOptional(z.string()),
        trace: traceSchema,
      }),
    ),
    scores: z.array(
      z.union([
        z.strictObject({
          ...scoreShape,
          contributions: contributionsSchema,
          reasons: scoreReasonsSchema,
          change: scoreChangeSchema.nullable(),
          failed: z.null(),
        }),
        z.strictObject({
          ...scoreShape,
          contributions: z.null(),
          reasons: z.null(),
          change: z.null(),
          failed: z.strictObject({ code: errorCodeSchema, message: z.string() }),
        }),
      ]),
    ),
  })
  .meta({ id: 'DecisionExplanation' });

export const healthSchema = z.strictObject({ status: z.literal('ok') });
export const readinessSchema = z.strictObject({ status: z.literal('ready'), release: z.string() });
