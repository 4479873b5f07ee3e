import { z } from 'zod';
import { type ExplainedDocument } from '../explain/index.js';
import { problemPlaceSchema } from '#strata/platform/http';
import {
  analysisSchema,
  campaignSchema,
  contactPolicySchema,
  factsSchema,
  itemFactsSchema,
  modelSchema,
  segmentSchema,
  shopSchema,
  type SingleKind,
  strategySchema,
} from '../schemas/index.js';

const problems = z.array(problemPlaceSchema);
const fact = factsSchema.shape.facts.valueType.meta({ id: 'Fact' });
const facts = z.record(factsSchema.shape.facts.keyType, fact);
const segment = component(segmentSchema, 'Segment');
const model = component(modelSchema, 'Model');
const strategy = component(strategySchema, 'Strategy');
const campaign = component(campaignSchema, 'Campaign');
const analysis = component(analysisSchema, 'Analysis');
const shop = component(shopSchema, 'Shop');
const contactPolicy = component(contactPolicySchema, 'ContactPolicy');
const itemFacts = component(itemFactsSchema, 'ItemFactCatalogue');

/** The schema as a named one of the OpenAPI document; the documents' own JSON Schemas stay without a name. */
function component<T extends z.ZodType>(schema: T, id: string): T {
  return schema.meta({ ...schema.meta(), id });
}

const hash = z.string().describe('sha256:… of the documents.');
const publisher = { hash, publishedAt: z.iso.datetime(), by: z.string().describe('Who published it.') };
const head = z.strictObject(publisher);
const why = {
  reason: z.string().nullable().describe('Why, in the words of whoever did it.'),
  action: z.enum(['push', 'rollback', 'first start']),
};

/** What all documents together are, in requests and answers. */
export const documentsSchema = z.strictObject({
  shop: shop.optional(),
  contactPolicy: contactPolicy.optional(),
  itemFacts: itemFacts.optional(),
  facts,
  segments: z.array(segment).optional(),
  models: z.array(model).optional(),
  strategies: z.array(strategy).optional(),
  campaigns: z.array(campaign).optional(),
  analyses: z.array(analysis).optional(),
});

/** Each kind of document: all of a release, and one. */
export const DOCUMENT_SCHEMAS = {
  facts: { all: facts, one: factsSchema.shape.facts.valueType.extend({ name: z.string() }) },
  segments: { all: z.array(segment), one: segment },
  models: { all: z.array(model), one: model },
  strategies: { all: z.array(strategy), one: strategy },
  campaigns: { all: z.array(campaign), one: campaign },
  analyses: { all: z.array(analysis), one: analysis },
} as const;

/** The documents that there is one of each. */
export const SINGLE_SCHEMAS: Readonly<Record<SingleKind, { readonly what: string; readonly schema: z.ZodType }>> = {
  shop: { what: 'What holds for the whole shop', schema: shop },
  'contact-policy': { what: 'How often and when people may be contacted', schema: contactPolicy },
  'item-facts': { what: 'What is known about items, and which may be recommended', schema: itemFacts },
};

export const publishedSchema = z.strictObject({ release: head, changed: z.boolean(), warnings: problems });
export const rolledBackSchema = z.strictObject({ release: head });
export const releaseSchema = z.strictObject({ ...publisher, documents: documentsSchema });
const explainedSchema = z.strictObject({
  kind: z.enum(['fact', 'segment', 'model', 'strategy', 'campaign', 'analysis', 'contact-policy']),
  id: z.string(),
  title: z.string(),
  sections: z.array(z.strictObject({ title: z.string(), sentences: z.array(z.string()) })),
}) satisfies z.ZodType<ExplainedDocument>;

export const validationSchema = z.strictObject({
  valid: z.boolean(),
  problems,
  warnings: problems,
  explained: explainedSchema
    .nullable()
    .describe('The document of `explain` in sentences; null where none was asked for, or the documents are not valid.'),
});

export const historySchema = z.strictObject({
  releases: z.array(
    z.strictObject({
      id: z.int(),
      ...publisher,
      ...why,
      current: z.boolean(),
    }),
  ),
  next: z.int().nullable(),
});

export const versionsSchema = z.strictObject({
  versions: z.array(
    z.strictObject({
      etag: z.string().nullable().describe('Null where there was no such document.'),
      document: z.record(z.string(), z.unknown()).nullable(),
      release: hash.describe('The release that brought it.'),
      publishedAt: z.iso.datetime(),
      by: z.string(),
      ...why,
    }),
  ),
});

export const changesSchema = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        id: z.string().describe('Of the document, or the name of the fact.'),
        release: hash.describe('The release that brought what it says now.'),
        publishedAt: z.iso.datetime(),
        by: z.string(),
        ...why,
      }),
    )
    .describe('By id; without those that have said the same for longer than the last 100 publications.'),
});
