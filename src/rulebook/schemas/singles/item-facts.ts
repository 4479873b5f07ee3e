import { z } from 'zod';
import { type ItemFactCatalogue, type ItemFactDefinition } from '#strata/engine';
import { condition } from '../parts/condition.js';
import { FACT_TYPES } from '../parts/fact-types.js';
import { schemaPath } from '../parts/common.js';
import { translations } from '../parts/translations.js';

const itemFact = z.strictObject({
  type: z.enum(FACT_TYPES),
  unit: z.string().exactOptional().describe('money, kg, …'),
  words: z
    .string()
    .min(1, { error: 'what the fact is called in a sentence' })
    .describe('What the fact is called in a sentence'),
  translations: translations.exactOptional(),
}) satisfies z.ZodType<ItemFactDefinition>;

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, { error: 'letters, digits and _, at most 64, such as price' })
  .refine((each) => each.toLowerCase() !== 'id', { error: 'another name than "id", which every item has' });

/** `rules/item-facts.json` */
export const itemFactsSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    facts: z.record(name, itemFact).describe('What is known about each item, by name: one definition each'),
    title: z.string().exactOptional().describe('The fact that an item is called by; its id unless told'),
    category: z.string().exactOptional().describe('The fact by which lists are kept diverse'),
    available: condition
      .exactOptional()
      .describe('A condition over the facts of items: which may be recommended at all, such as those in stock'),
  })
  .meta({
    title: 'Strata item facts',
    description: 'What is known about the items that the shop sells, and which of them may be recommended',
  }) satisfies z.ZodType<ItemFactCatalogue>;
