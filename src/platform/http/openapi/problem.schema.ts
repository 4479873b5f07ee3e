import { z } from 'zod';
import { type ErrorCode, ERRORS } from '#sdk';

/** One place where an input was wrong, as answers tell it. */
export const problemPlaceSchema = z.strictObject({
  message: z.string(),
  file: z.exactOptional(z.string()),
  pointer: z.exactOptional(z.string()).describe('JSON pointer into the body or the document.'),
  expected: z.exactOptional(z.string()),
  nearest: z.exactOptional(z.string()).describe('The known name nearest to what was written.'),
});

/** A code of the catalogue of errors. */
export const errorCodeSchema = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);

/** What a {@link ProblemDocument} looks like. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: errorCodeSchema,
    requestId: z.exactOptional(z.string()),
    problems: z.exactOptional(z.array(problemPlaceSchema)),
  })
  .meta({ id: 'Problem', description: 'A problem document (RFC 9457).' });
