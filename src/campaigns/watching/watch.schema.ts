import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { switchedOffSchema } from '#strata/ledger/switches';
import { type StrategyState, type WatchedGuardrail } from './strategy-state.js';
import { type Watched } from './watching.js';

const figure = z
  .strictObject({ value: z.number(), lower: z.number().nullable(), upper: z.number().nullable(), level: z.number() })
  .describe('A figure and the interval that holds at all moments at once, however often it is looked at.');

const group = z.strictObject({ people: z.int(), converted: z.int() });

const guardrailSchema = z.strictObject({
  watch: z.enum(['lift', 'cost', 'fallback', 'sampleRatio']),
  then: z.enum(['stop', 'fixedArms', 'alert']),
  state: z
    .enum(['waiting', 'quiet', 'crossed'])
    .describe('Too few people yet, or not looked at; all is well; what it watches went too far.'),
  words: z.string().describe('What it found last, in numbers; empty where it was not looked at yet.'),
  figures: z.record(z.string(), z.number().nullable()),
  since: z.iso.datetime().nullable(),
  lookedAt: z.iso.datetime().nullable(),
  actedAt: z.iso.datetime().nullable().describe('When it acted last; null where it never did.'),
});

/** What `GET /v1/strategies/{id}/watch` and `GET /v1/campaigns/{id}/watch` answer. */
export const watchedSchema = z
  .strictObject({
    strategy: z.string(),
    campaign: z.string().nullable().describe('Null where all of the strategy is watched.'),
    at: z.iso.datetime(),
    currency: z.string().nullable().describe('ISO 4217, of all amounts; null where the shop says none.'),
    sent: z.int().describe('Offers that were made.'),
    treated: group,
    heldOut: group,
    redeemed: z.int(),
    cost: z.number().describe('Contacts × contact cost + redeemed × face value.'),
    lift: figure
      .nullable()
      .describe('Conversion rate of the treated less that of the held-out; null while there are too few people.'),
    profit: figure.nullable().describe('Margin × (incremental) value − cost; null where nobody was treated.'),
    roi: figure.nullable().describe('Profit ÷ cost; null where it cost nothing.'),
    basis: z.enum(['incremental', 'gross']).describe('Gross where no hold-out tells what happens anyway.'),
    switchedOff: switchedOffSchema.describe('What is off now, by whom, why and since when.'),
    guardrails: z.array(guardrailSchema),
  })
  .meta({ id: 'Watched' });

export class WatchQuery extends createZodDto(
  z.strictObject({
    level: z.coerce.number().min(0.5).max(0.999).default(0.95).describe('Level of the intervals.'),
  }),
) {}

/** As the API answers it. */
export function shownWatched({ at, ...watched }: Watched): z.infer<typeof watchedSchema> {
  return { ...watched, at: moment(at), ...shownState(watched) };
}

/** The same of how a strategy stands. */
export function shownState({
  switchedOff,
  guardrails,
}: StrategyState): Pick<z.infer<typeof watchedSchema>, 'switchedOff' | 'guardrails'> {
  return {
    switchedOff: switchedOff.map((each) => ({ ...each, since: moment(each.since) })),
    guardrails: guardrails.map(shownGuardrail),
  };
}

function shownGuardrail({ watch, then, found }: WatchedGuardrail): z.infer<typeof guardrailSchema> {
  const { state = 'waiting', words = '', figures = {}, since, lookedAt, actedAt } = found ?? {};
  const shown = (at: number | null | undefined) => (at === null || at === undefined ? null : moment(at));
  return {
    ...{ watch, then, state, words, figures: { ...figures } },
    ...{ since: shown(since), lookedAt: shown(lookedAt), actedAt: shown(actedAt) },
  };
}

function moment(at: number): string {
  return new Date(at).toISOString();
}
