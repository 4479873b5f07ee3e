import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const LONGEST_REASON = 500;

/** Why somebody does something, as the history and the audit log keep it. */
export const reasonSchema = z
  .string()
  .min(1)
  .max(LONGEST_REASON)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'text without control characters' })
  .describe('Why, for the history: at most 500 characters.');

/** The query of a change that has no other one. */
export class ReasonQuery extends createZodDto(z.strictObject({ reason: reasonSchema.optional() })) {}
