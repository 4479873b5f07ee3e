import { z } from 'zod';
import { durationMilliseconds } from '../../engine/index.js';

/*
 * The `error` of a schema here is what would have been accepted: `shape-problems.ts` puts it into the problem's `expected`.
 */

/** The relative path of the JSON Schema, for editors. */
export const schemaPath = z.string().describe('Path of the JSON Schema, so that an editor completes and checks');

export const id = z
  .string()
  .max(64, { error: 'at most 64 characters' })
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'lower-case words joined by hyphens, such as win-back-coupon' })
  .describe("The file's name without .json");

export const title = z.string().min(1, { error: 'a few words' }).max(200, { error: 'at most 200 characters' });

export const factName = z.string().min(1, { error: "a fact's name" }).describe('A fact of rules/facts.json');

export const money = z.number().min(0, { error: 'an amount of money, 0 or more' });

export const share = z.number().min(0, { error: 'a share from 0 to 1' }).max(1, { error: 'a share from 0 to 1' });

const durationText = 'a duration of weeks, days or smaller, such as P14D, P2W or PT24H';

export const duration = z
  .string()
  .regex(/^P(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/, { error: durationText })
  .refine((text) => durationMilliseconds(text) !== null, { error: durationText })
  .refine((text) => durationMilliseconds(text) !== 0, { error: 'a duration longer than nothing' })
  .describe(durationText);

const momentText = 'a date or a time with its zone, such as 2026-11-01 or 2026-11-01T09:00:00+08:00';

export const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/, { error: momentText })
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: momentText })
  .describe(momentText);

export const modelReference = z.strictObject({ model: id.describe('A model of rules/models') });

const rate = z.strictObject({ rate: share.describe('The same probability for everybody') });

export const natural = z.union([modelReference, rate]).describe('A model, or a fixed rate');

export const response = z
  .union([
    modelReference.extend({
      treatment: z
        .string()
        .min(1)
        .exactOptional()
        .describe("Of an uplift model: the treatment that the offer is; the offer's id unless told"),
    }),
    rate,
  ])
  .describe('A model, or a fixed rate');
