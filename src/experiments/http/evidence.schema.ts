import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { plainText } from '#strata/profiles/calls';
import { readoutQuery } from './readout.schema.js';

const { from, to } = readoutQuery.shape;
const version = z
  .int()
  .min(1)
  .max(2 ** 31 - 1);

/** `POST /v1/experiments/{id}/evidence` */
export class EvidenceBody extends createZodDto(
  z.strictObject({
    model: plainText(200).describe('Whose stage `live` the experiment proves, or refutes.'),
    version: version.optional().describe('The version that decided; the champion unless told.'),
    arm: plainText(200).optional().describe('The arm in which it decided; the only one by model unless told.'),
    from,
    to,
    reason: plainText(500).describe('Why, for the log.'),
  }),
) {}

/** What `POST /v1/experiments/{id}/evidence` answers. */
export const recordedReadoutSchema = z.strictObject({
  model: z.string(),
  version,
  arm: z.string(),
  passed: z
    .boolean()
    .nullable()
    .describe('Null where the readout cannot tell yet, or the experiment is not healthy: then nothing was recorded.'),
  words: z.string().describe('What the readout says.'),
});
