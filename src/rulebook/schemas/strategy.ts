import { z } from 'zod';
import { REWARDS } from '#sdk';
import { type Guardrail, type Strategy } from '#strata/engine';
import {
  campaignLimits,
  countUpTo,
  duration,
  factName,
  id,
  limit,
  modelReference,
  moment,
  money,
  natural,
  positiveUpTo,
  response,
  schemaPath,
  share,
  title,
} from './parts/common.js';
import { condition, conditionOrSegment } from './parts/condition.js';

const factReference = z.strictObject({ fact: factName });

const goal = z
  .strictObject({
    event: z.string().min(1, { error: "an event's name" }).describe('The event that counts as success'),
    value: z.string().exactOptional().describe('The property of the event that holds its value in money'),
    within: duration.describe('How long after the offer a conversion counts'),
    margin: share.describe("Share of an order's value that is profit, 0 to 1"),
    orderValue: z.union([factReference, money]).describe('Expected order value: a fact, or an amount of money'),
    natural: natural
      .exactOptional()
      .describe(
        'P(goal | no offer); of an uplift model in "response" unless told. Without either every figure is gross and never compared with incremental ones',
      ),
  })
  .describe('What the strategy wants, and what it is worth');

const rankBy = z.union([modelReference, z.strictObject({ fact: factName, order: z.enum(['asc', 'desc']) })]);

const predictive = z.strictObject({
  when: conditionOrSegment.exactOptional().describe('Who passes: facts, events and scores'),
  rankBy: rankBy.exactOptional().describe('Campaigns without an objective: who comes first'),
  onFailure: z.enum(['baseline', 'none']).describe('What decides where a model fails'),
});

const baseline = z.strictObject({
  title: title.describe('What the human rule is called'),
  when: conditionOrSegment.exactOptional().describe('Who passes by the human rule: facts and events'),
  rankBy: rankBy.exactOptional().describe('Campaigns: whom the team would pick first'),
  offer: id.describe('The offer that the human rule makes: the id of one below'),
});

const recommendedContent = z
  .strictObject({
    model: id.describe('The analysis that recommends'),
    items: countUpTo(100).describe('How many items'),
    where: condition.exactOptional().describe('A condition over the facts of items: which may stand there'),
    perCategory: countUpTo(100).exactOptional().describe('At most so many of one category'),
    diversity: share
      .exactOptional()
      .describe('How much being unlike the items before counts beside how good an item is, 0 to 1; 0 unless told'),
    bought: z.boolean().exactOptional().describe('Whether what the person bought already may stand there, too'),
  })
  .describe('Items that are chosen for the person');

const offer = z.strictObject({
  id: id.describe("The offer's id, unique in the strategy"),
  title: title.describe('What the user gets'),
  when: conditionOrSegment.exactOptional().describe('Who may get it: facts and events'),
  faceValue: money.describe('What the shop pays on redemption; 0 for a mere message'),
  minimumSpend: money.exactOptional().describe('The least order that the offer applies to'),
  redemptionRate: share.describe('Share of converters who redeem, 0 to 1'),
  contactCost: money.describe("The channel's cost of one message"),
  stock: limit(0).exactOptional().describe('How many may be issued; absent means no limit'),
  response: response.describe('P(goal | this offer)'),
  channel: z.string().exactOptional().describe('Handed to the caller as it is'),
  content: z
    .looseObject({ recommend: recommendedContent.exactOptional() })
    .exactOptional()
    .describe('Handed to the caller as it is, but for the items that a recommender fills in'),
});

const limits = campaignLimits.extend({
  perUser: z
    .strictObject({
      contacts: countUpTo(1_000_000),
      within: duration,
    })
    .exactOptional()
    .describe('At most this many offers to one user in this time'),
  shadowPrices: z
    .strictObject({ maxAge: duration.describe('Older prices do not count') })
    .exactOptional()
    .describe(
      "Live decisions ask an offer to bring more than what it takes of the limits brings elsewhere, as the strategy's latest campaign run found",
    ),
});

const contextFact = z.union([
  factName,
  z.strictObject({
    fact: factName,
    mean: z.number().exactOptional().describe('What is taken from a number; 0 unless told'),
    deviation: positiveUpTo(1e12).exactOptional().describe('What a number is then divided by; 1 unless told'),
  }),
  z.strictObject({
    fact: factName,
    is: z.array(z.string()).min(1).max(50).describe('Texts, each of which it is told by'),
  }),
]);

const exploreError = 'a share from 0 to 0.5';

/** A policy of a plugin, as an arm names it. */
export const armPolicySchema = z.strictObject({
  policy: id.describe('A plugin of the kind policy, such as bandit'),
  options: z.record(z.string(), z.unknown()).exactOptional().describe("The plugin's own"),
  reward: z
    .enum(REWARDS)
    .exactOptional()
    .describe("What it learns from: a conversion in the goal's window (unless told), or the offer's profit"),
  context: z.array(contextFact).max(50).exactOptional().describe('What it may tell people by'),
  explore: z
    .number()
    .min(0, { error: exploreError })
    .max(0.5, { error: exploreError })
    .exactOptional()
    .describe('The least probability of each offer; 0.01 unless told'),
});

const arm = z.strictObject({
  id: id.describe('What the arm is called; results are told by it'),
  share: share.describe('Share of the people, 0 to 1'),
  by: z
    .union([z.enum(['model', 'baseline']), armPolicySchema], { error: '"model", "baseline" or {"policy": "bandit"}' })
    .describe(
      'Who decides: the strategy with its models, the human rule, or a policy among the offers that the rules leave',
    ),
});

const plan = z
  .strictObject({
    model: id.describe('The model whose last stage it is to prove'),
    decide: z.enum(['conversion', 'value', 'profit']).describe('The figure that decides'),
    people: countUpTo(1_000_000_000_000).describe('Of all arms together'),
    days: countUpTo(100_000).exactOptional().describe('In which so many come'),
    effect: positiveUpTo(100).describe('The least effect worth having: 0.1 for a tenth more than the human rule'),
    read: z.enum(['once', 'at any time']).describe('Once, when all planned people are there, or at any time'),
    noWorseThan: positiveUpTo(1)
      .exactOptional()
      .describe(
        'The most by which conversions may be fewer, as a share, for the model to pass by what it saves; it must be better unless told',
      ),
  })
  .describe('How the experiment is read, as planned: `strata experiment plan` writes it');

const experiment = z.strictObject({
  seed: z.string().min(1, { error: 'a few characters' }).describe('Another seed draws other arms and another hold-out'),
  holdout: share.exactOptional().describe('Share of those who would be treated that gets nothing'),
  arms: z
    .union([z.strictObject({ model: share, baseline: share }), z.array(arm).min(1, { error: 'at least one arm' })])
    .exactOptional()
    .describe('Shares of model and human rule, or a list of arms; together 1'),
  coverage: share
    .exactOptional()
    .describe("Share of each arm's people who take part; all unless told. Raising it moves nobody: a ramp"),
  namespace: z
    .strictObject({
      id: id.describe('What the experiments that share no people have in common'),
      from: share,
      to: share,
    })
    .refine(({ from, to }) => from < to, { path: ['to'], error: 'more than "from"' })
    .exactOptional()
    .describe('Experiments of a namespace share no people: the part of it, from 0 to 1, whose people take part here'),
  otherwise: z
    .enum(['none', 'model', 'baseline'], { error: '"none", "model" or "baseline"' })
    .exactOptional()
    .describe('Who decides for those of the segment who take no part; nothing is offered to them unless told'),
  phase: countUpTo(1_000)
    .exactOptional()
    .describe('1 unless told. A higher one draws the arms anew, and is read by itself'),
  plan: plan.exactOptional(),
});

const then = z
  .enum(['stop', 'fixedArms', 'alert'])
  .describe(
    'stop: it makes no offers; fixedArms: no policy chooses; alert: it is only told. Until somebody resumes it',
  );

/** A member of `guardrails` of a strategy. */
const guardrail = z.discriminatedUnion('watch', [
  z.strictObject({
    watch: z.literal('lift').describe('Conversion rate of the treated less that of the held-out'),
    below: z
      .number()
      .gt(-1, { error: 'more than -1' })
      .max(0, { error: 'at most 0: less than that is harm' })
      .describe('The difference that it must not fall below for certain: -0.01 is one percentage point less'),
    level: z
      .number()
      .min(0.5, { error: 'from 0.5 to 0.999' })
      .max(0.999, { error: 'from 0.5 to 0.999' })
      .exactOptional()
      .describe('How certain, at whichever moment it is looked; 0.95 unless told'),
    then,
  }),
  z.strictObject({
    watch: z.literal('cost').describe('What its offers cost or may still cost, against the plan'),
    perDay: money
      .exactOptional()
      .describe('Money for 24 hours; unless told limits.budget is planned evenly over the period of "active"'),
    ahead: z
      .number()
      .min(0, { error: 'a share from 0' })
      .max(100, { error: 'at most 100' })
      .exactOptional()
      .describe('The share by which it may be ahead of plan, 0.2 for 20 %; 0 unless told'),
    then,
  }),
  z.strictObject({
    watch: z.literal('fallback').describe('Decisions that needed a model and did without'),
    above: share.describe('Their share among those that needed one, which is too much'),
    within: duration.describe('The decisions of the last so long, at most seven days'),
    then,
  }),
  z.strictObject({
    watch: z.literal('sampleRatio').describe('Whether people come to arms and hold-out in the shares that are drawn'),
    then,
  }),
]) satisfies z.ZodType<Guardrail>;

/** `rules/strategies/<id>.json` */
export const strategySchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    id,
    title: title.describe('What the strategy does, in a few words'),
    owner: z.string().exactOptional().describe('The team that answers for it'),
    goal,
    consent: z
      .string()
      .min(1, { error: 'a purpose' })
      .exactOptional()
      .describe('The purpose that the user must have consented to'),
    active: z.strictObject({ from: moment.exactOptional(), to: moment.exactOptional() }).exactOptional(),
    segment: conditionOrSegment.describe("Who is meant: facts only. A condition, or a segment's id"),
    trigger: conditionOrSegment.exactOptional().describe('What the user must just have done: facts and events'),
    predictive: predictive.exactOptional().describe('What models add'),
    baseline: baseline.describe('The human rule that the model competes with and falls back to'),
    offers: z.array(offer).min(1, { error: 'at least one offer' }),
    limits: limits.exactOptional(),
    experiment: experiment.exactOptional(),
    guardrails: z.array(guardrail).exactOptional().describe('What is watched while it runs, and what is done then'),
    sensitiveFacts: z
      .record(z.string(), z.string().min(1, { error: 'the reason' }))
      .exactOptional()
      .describe('Why the strategy may use each sensitive fact'),
    weight: positiveUpTo(1_000_000)
      .exactOptional()
      .describe('Multiplies the expected profit where strategies compete; 1 unless told'),
  })
  .meta({
    title: 'Strata strategy',
    description: 'Whom to offer what, for what money, within which limits',
  }) satisfies z.ZodType<Strategy>;
