import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MAX_SEED = 2 ** 32 - 1;

/** `POST /v1/analyses/{id}/run` */
export class RunAnalysisBody extends createZodDto(
  z.strictObject({
    data: z.string().min(1).max(500).optional().describe('A file below DATA_DIR; what is stored where there is none.'),
    until: z.iso.datetime().optional().describe('Nothing that happened later is looked at; defaults to now.'),
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
      .describe('The latest unless told.'),
  }),
) {}
