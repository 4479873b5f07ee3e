import { z } from 'zod';
import { type Segment } from '#strata/engine';
import { id, schemaPath, title } from './common.js';
import { condition } from './condition.js';

/** `rules/segments/<id>.json` */
export const segmentSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    id,
    title: title.describe('Who these people are, in a few words'),
    condition: condition.describe('Who belongs: catalogue facts and other segments'),
  })
  .meta({ title: 'Strata segment', description: 'A named, shared condition over facts' }) satisfies z.ZodType<Segment>;
