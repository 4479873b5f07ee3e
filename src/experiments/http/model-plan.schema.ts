import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { plainText } from '#strata/profiles/calls';

const share = z.number().gt(0).lt(1);

/** `POST /v1/experiments/{id}/plan` */
export const modelPlanBody = z
  .strictObject({
    model: plainText(200).describe('Whose last stage it is to prove.'),
    shadow: z.uuid().optional().describe('That tells who comes; the latest of the model unless told.'),
    decide: z
      .enum(['conversion', 'value', 'profit'])
      .optional()
      .describe('What decides; profit where it is known and above 0, else conversion.'),
    rate: share.optional().describe('Share of control that converts; what is known of the human rule unless told.'),
    mean: z.number().positive().optional().describe('What a person of control brings by what decides, with deviation.'),
    deviation: z.number().positive().optional().describe('Standard deviation of that.'),
    peoplePerDay: z.number().positive().max(1e12).optional().describe('Of both arms; what is known unless told.'),
    effect: z.number().gt(0).max(100).default(0.1).describe('The least effect worth having: 0.1 for a tenth more.'),
    share: share.default(0.5).describe('Of the people, for whom the model decides.'),
    read: z.enum(['once', 'at any time']).default('once'),
    noWorseThan: share
      .optional()
      .describe('The model also passes by what it saves, with at most this share of the conversions fewer.'),
    power: share.default(0.8).describe('Chance to find the effect, if it is there.'),
  })
  .refine(({ mean, deviation }) => (mean === undefined) === (deviation === undefined), {
    path: ['deviation'],
    error: 'both mean and deviation, or neither',
  });

export class ModelPlanBody extends createZodDto(modelPlanBody) {}

/** A planned experiment, as it is answered. */
export const modelPlanSchema = z.strictObject({
  strategy: z.string(),
  experiment: z
    .record(z.string(), z.unknown())
    .describe('What belongs under `experiment` of the strategy, to be published with it.'),
  words: z.array(z.string()).readonly(),
});
