import { z } from 'zod';
import { type Shop } from '#strata/engine';
import { schemaPath, timeZone } from '../parts/common.js';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** `rules/shop.json` */
export const shopSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    timeZone: timeZone
      .exactOptional()
      .describe('The IANA time zone in which a day begins and ends, such as Europe/Berlin; UTC unless told'),
    currency: z
      .string()
      .refine((code) => CURRENCIES.has(code), { error: 'a currency code of ISO 4217, such as EUR' })
      .exactOptional()
      .describe('The currency of every amount of money: a code of ISO 4217, such as EUR'),
  })
  .meta({ title: 'Strata shop', description: 'What holds for the whole shop' }) satisfies z.ZodType<Shop>;
