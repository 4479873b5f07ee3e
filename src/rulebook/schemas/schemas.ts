import { z } from 'zod';
import { analysisSchema } from './analyses/forms.js';
import { campaignSchema } from './campaign.js';
import { type DocumentKind } from './documents.js';
import { contactPolicySchema } from './singles/contact-policy.js';
import { factsSchema } from './facts.js';
import { itemFactsSchema } from './singles/item-facts.js';
import { modelSchema } from './model.js';
import { segmentSchema, condition, conditionOrSegment, conditionTree } from './parts/condition.js';
import { shopSchema } from './singles/shop.js';
import { strategySchema } from './strategy.js';

/** The schema of each kind of document. */
export const SCHEMAS: Readonly<Record<DocumentKind, z.ZodType<object>>> = {
  shop: shopSchema,
  'contact-policy': contactPolicySchema,
  'item-facts': itemFactsSchema,
  facts: factsSchema,
  segment: segmentSchema,
  model: modelSchema,
  strategy: strategySchema,
  campaign: campaignSchema,
  analysis: analysisSchema,
};

type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schemas (draft 2020-12) of the documents, by the file under `docs/schemas` that holds them. */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  const { $defs } = z.toJSONSchema(z.array(conditionTree), { io: 'input' });
  const kinds = Object.keys(SCHEMAS) as DocumentKind[];
  return Object.fromEntries(kinds.map((kind) => [`${kind}.json`, schemaOf(SCHEMAS[kind], $defs ?? {})]));
}

const TREE = { $ref: '#/$defs/condition' };

function schemaOf(schema: z.ZodType, conditionDefs: JsonSchema): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === condition) Object.assign(jsonSchema, TREE);
      if (zodSchema === conditionOrSegment) Object.assign(jsonSchema, { anyOf: [{ type: 'string' }, TREE] });
    },
  });
  const usesConditions = JSON.stringify(json).includes(TREE.$ref);
  return usesConditions ? { ...json, $defs: { ...json.$defs, ...conditionDefs } } : json;
}
