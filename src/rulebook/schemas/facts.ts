import { z } from 'zod';
import { type FactCatalogue, type FactDefinition, type FactSources } from '#strata/engine';
import { type FactSourceCode } from '#strata/engine/facts';
import { duration, factName, id, schemaPath, without } from './parts/common.js';
import { condition } from './parts/condition.js';
import { FACT_TYPES } from './parts/fact-types.js';
import { translations } from './parts/translations.js';

const measure = z.enum(['count', 'sum', 'mean', 'min', 'max', 'distinct', 'daysSinceLast', 'daysSinceFirst']);

const PROFILE_MEASURES = ['yearsSince', 'daysSince', 'daysUntil', 'daysToAnniversary'] as const;

const eventQuery = z.strictObject({
  name: z.string().min(1, { error: "an event's name" }).describe('Name of the event'),
  measure: measure.describe('What is measured over the events'),
  property: z.string().exactOptional().describe('The property that sum, mean, min, max and distinct read'),
  within: duration.exactOptional().describe('Only events at most this old, such as P90D'),
  ago: duration.exactOptional().describe('Only events at least this old'),
  without: without.exactOptional(),
  where: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .exactOptional()
    .describe('Only events with these properties'),
});

const profileSource = z
  .strictObject({
    profile: z
      .string()
      .min(1, { error: "a profile field's name" })
      .describe('Field of the profile, or the path of one inside of it: address.city'),
    measure: z
      .enum(PROFILE_MEASURES)
      .exactOptional()
      .describe(
        'Of the date in the field: whole years since then, days since or until then, or to its next anniversary',
      ),
  })
  .describe('From the profile');

const factCase = z.strictObject({
  when: condition
    .exactOptional()
    .describe('A condition over other facts; none in the last case: it is for everybody else'),
  is: z
    .union([z.string(), z.number(), z.boolean()], { error: "a text, a number, true or false: of the fact's type" })
    .describe('The value of the fact where the condition is the first that holds'),
});

/** The form of each kind of source. */
const SOURCES = {
  profile: profileSource,
  events: z.strictObject({ events: eventQuery }).describe("From the user's events"),
  ratio: z
    .strictObject({ ratio: z.tuple([factName, factName]).describe('The first fact divided by the second') })
    .describe('From two other facts'),
  firstOf: z
    .strictObject({ firstOf: z.array(factCase).min(1, { error: 'at least one case' }) })
    .describe('By the first of these conditions over other facts that holds'),
  computed: z
    .strictObject({
      computed: z.strictObject({
        analysis: id.describe('An analysis of rules/analyses'),
        output: z.string().min(1, { error: 'what the analysis publishes' }).describe('What the analysis publishes'),
        maxAge: duration.exactOptional().describe('What is older counts as missing; of any age unless told'),
      }),
    })
    .describe('What an analysis published last'),
} satisfies { readonly [C in FactSourceCode]: z.ZodType<FactSources[C]> };

const source = z.union([SOURCES.profile, SOURCES.events, SOURCES.ratio, SOURCES.firstOf, SOURCES.computed]);

const factDefinition = z.strictObject({
  type: z.enum(FACT_TYPES),
  unit: z.string().exactOptional().describe('years, days, money, …'),
  from: source.describe('Where the value comes from'),
  words: z
    .string()
    .min(1, { error: 'what the fact is called in a sentence' })
    .describe('What the fact is called in a sentence'),
  translations: translations.exactOptional(),
  sensitive: z.boolean().exactOptional().describe('May be used only where a strategy says why (sensitiveFacts)'),
  personal: z.boolean().exactOptional().describe('Names or identifies a person'),
  actionable: z.boolean().exactOptional().describe('False where nothing that anybody does changes the fact soon'),
}) satisfies z.ZodType<FactDefinition>;

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, { error: 'letters, digits and _, at most 64, such as spend90d' });

/** `rules/facts.json` */
export const factsSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    facts: z
      .record(name, factDefinition)
      .describe('The facts by their names: one definition each') satisfies z.ZodType<FactCatalogue>,
  })
  .meta({ title: 'Strata facts', description: 'What is known about a user, one definition each' });
