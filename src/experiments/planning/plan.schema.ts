import { z } from 'zod';

const share = z.number().gt(0).lt(1);
const people = z.number().positive().max(1e12);

/** What somebody wants to know before an experiment: how many people for an effect, or which effect for so many people. */
export const planQuestionSchema = z.strictObject({
  metric: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('proportion'), rate: share.describe('Of control: 0.04 for 4 %.') }),
      z.strictObject({
        kind: z.literal('mean'),
        mean: z.number().refine((mean) => mean !== 0, { error: 'A mean other than 0' }),
        deviation: z.number().positive().describe('Standard deviation of one person.'),
      }),
    ])
    .describe('What is compared, as it is without the treatment.'),
  scale: z
    .enum(['absolute', 'relative'])
    .default('relative')
    .describe('What `effect` is: a difference, or a share of control.'),
  decidedBy: z
    .enum(['difference', 'relative effect'])
    .default('difference')
    .describe('Which interval will decide; the one of the relative effect takes more people.'),
  effect: z.exactOptional(z.number().positive()).describe('To find: 0.1 for 10 % more, where relative.'),
  people: z.exactOptional(people).describe('Of all arms together.'),
  peoplePerDay: z.exactOptional(people).describe('Of all arms together: turns people into days.'),
  shares: z.array(z.number().positive()).min(2).max(20).default([1, 1]).describe('Of the arms, control first.'),
  level: share.default(0.95).describe('Of the intervals, over all comparisons together.'),
  power: share.default(0.8).describe('Chance to find the effect, if it is there.'),
});

/** A question as it is answered. */
export interface PlanQuestion extends Omit<z.output<typeof planQuestionSchema>, 'shares'> {
  readonly shares: readonly number[];
}

/** What is planned for one way of reading. */
const reading = z.strictObject({
  people: z
    .int()
    .nullable()
    .describe('Of all arms together, for the effect; null where none was asked for, or nobody could see it.'),
  days: z.int().nullable(),
  minimumEffect: z.number().nullable().describe('The least effect that the given people show.'),
  power: z.number().nullable().describe('To see the effect by the given people.'),
});

/** The plan of an experiment. */
export const plannedExperimentSchema = z.strictObject({
  comparisons: z
    .array(
      z.strictObject({
        arm: z.int().min(1).describe('Its place among the shares; control is 0.'),
        once: reading.describe('Read once, at the planned end.'),
        anytime: reading.describe('Free to be read at any time.'),
      }),
    )
    .readonly(),
  textbook: z
    .strictObject({ pooled: z.int(), unpooled: z.int(), cohen: z.int(), fleiss: z.int() })
    .nullable()
    .describe('People an arm by textbook formulas, for two equal arms of which a share is compared.'),
  costOfPeeking: z.number().nullable().describe('How many times as many people it takes to read at any time.'),
});

export type PlannedReading = z.output<typeof reading>;
export type PlannedExperiment = z.output<typeof plannedExperimentSchema>;
