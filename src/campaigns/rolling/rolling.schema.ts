import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const TIME = z.iso.datetime();

const turn = z.strictObject({
  id: z.string(),
  at: TIME,
  state: z
    .enum(['open', 'waiting', 'ready'])
    .describe('It is being taken; its list waits to be pushed; its list may be fetched, or was pushed.'),
  offers: z.int(),
  heldOut: z.int(),
  lateSeconds: z
    .number()
    .nullable()
    .describe(
      'How long after its moment the last one came onto the list, late events included; null while it is open.',
    ),
});

export const rollingSchema = z
  .strictObject({
    campaign: z.string(),
    title: z.string(),
    strategy: z.string(),
    every: z.string().describe('ISO-8601 duration between turns.'),
    state: z.enum(['running', 'paused', 'cancelled']),
    lastTurn: TIME.nullable().describe('When it began; null before the first.'),
    stopped: z
      .strictObject({ by: z.string(), reason: z.string(), since: TIME })
      .nullable()
      .describe(
        'Who stopped its strategy and why, so that it rests until the strategy is resumed; null where nobody did.',
      ),
    nextTurn: TIME.nullable().describe('When it is due; null where it does not run, or its strategy is stopped.'),
    moments: z.strictObject({
      overdue: z.int().describe('Whose moment has come and who will be looked at in the next turn.'),
      later: z.int(),
      next: TIME.nullable().describe('The first of the later ones.'),
    }),
    listed: z.strictObject({
      offers: z.int(),
      heldOut: z.int(),
      waiting: z.int().describe('Turns whose list waits to be pushed.'),
    }),
    latest: turn.nullable().describe('The last turn that put somebody on the list.'),
  })
  .meta({ id: 'RollingCampaign' });

export const allRollingSchema = z.strictObject({ campaigns: z.array(rollingSchema) });

export const turnsSchema = z.strictObject({ turns: z.array(turn) });

export const contactsSchema = z.strictObject({
  contacts: z.array(
    z.strictObject({
      place: z.int().describe('Ascends; a page goes on after it.'),
      turn: z.string(),
      user: z.string(),
      outcome: z.enum(['offer', 'holdout']),
      offer: z.string().nullable().describe('Null for a hold-out.'),
      arm: z.string().nullable(),
      decision: z.string().describe('Id of the decision, which says all else.'),
      due: TIME.describe('The moment that counted.'),
      at: TIME,
    }),
  ),
  next: z.int().nullable().describe('`after` of the next page; null where the list ends for now.'),
});

/** The id of a rolling campaign in a path. */
export class RollingPath extends createZodDto(z.strictObject({ id: z.string().min(1).max(64) })) {}

/** The query of `GET /v1/rolling-campaigns/{id}/turns` */
export class TurnsQuery extends createZodDto(
  z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
) {}

/** The query of `GET /v1/rolling-campaigns/{id}/contacts` */
export class ContactsQuery extends createZodDto(
  z.strictObject({
    turn: z.string().max(64).optional().describe('Only the list of this turn.'),
    after: z.coerce.number().int().min(0).default(0).describe('The place of the last one of the page before.'),
    limit: z.coerce.number().int().min(1).max(1_000).default(100),
  }),
) {}
