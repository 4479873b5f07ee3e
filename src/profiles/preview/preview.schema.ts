import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

/** `POST /v1/segments/preview`. The condition is checked against the catalogue after it. */
export class PreviewBody extends createZodDto(
  z.strictObject({
    condition: z
      .union([z.record(z.string(), z.unknown()), z.string()])
      .describe("A condition as a segment has it, or a segment's id; it need not be saved."),
  }),
) {}

export const PREVIEW_EXAMPLE = {
  condition: {
    all: [
      { fact: 'city', operator: 'in', value: ['Shanghai', 'Hangzhou'] },
      { fact: 'daysSinceLastOrder', operator: 'greaterThanInclusive', value: 180 },
    ],
  },
};

const COUNT = z.int().min(0);
const estimate = {
  count: COUNT,
  share: z.number().min(0).max(1).describe('Of the base.'),
  interval: z
    .strictObject({ low: COUNT, high: COUNT })
    .nullable()
    .describe('The 95 % interval of the count; null where it is exact.'),
};

/** What the preview answers. */
export const previewSchema = z.strictObject({
  release: z.string(),
  at: z.iso.datetime(),
  words: z.string().describe('The condition in a sentence.'),
  base: COUNT.describe('Everybody who is stored.'),
  exact: z.boolean().describe('False where a sample of people was looked at.'),
  examined: COUNT.describe('How many people were looked at.'),
  note: z
    .string()
    .nullable()
    .describe('Where SQL cannot say the condition exactly: why, and that people were judged one by one.'),
  result: z.strictObject(estimate).describe('Who meets the condition.'),
  after: z
    .array(
      z.strictObject({
        pointer: z.string().describe('JSON pointer of the part, in the request or in the document of `segment`.'),
        segment: z.string().optional(),
        at: z.string().describe('JSON pointer in the request: of the part, or of the reference to the segment.'),
        words: z.string(),
        ...estimate,
      }),
    )
    .describe('Who is left after each part and all those before it.'),
  examples: z.array(
    z.strictObject({
      userId: z.string(),
      facts: z.record(z.string(), z.unknown()).describe('The facts that the condition reads, but sensitive ones.'),
    }),
  ),
});
