import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_SEED = 2 ** 32 - 1;

/** `POST /v1/analyses/{id}/run` */
export class RunAnalysisBody extends createZodDto(
  z.strictObject({
    data: z.string().min(1).max(500).optional().describe('A file below DATA_DIR; what is stored where there is none.'),
    until: z.iso
      .datetime()
      .optional()
      .describe(
        'Nothing that happened later is looked at; defaults to now, of a file to the end of the day of its last event.',
      ),
    seed: z.int().min(0).max(MAX_SEED).default(1),
  }),
) {}

/** Which version of a result. */
export class VersionQuery extends createZodDto(
  z.strictObject({
    version: z.coerce
      .number()
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional()
      .describe('The one that counts unless told.'),
  }),
) {}

/** `POST /v1/analyses/{id}/rollback` */
export class RollBackAnalysisBody extends createZodDto(
  z.strictObject({
    version: z
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional()
      .describe('The version that is to count; the one before the present one unless told.'),
    reason: z.string().trim().min(1).max(500).describe('Why, for the log.'),
  }),
) {}
