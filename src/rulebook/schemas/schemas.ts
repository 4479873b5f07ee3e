import { type z } from 'zod';
import { analysisSchema } from './analyses/forms.js';
import { campaignSchema } from './campaign.js';
import { type DocumentKind } from './documents.js';
import { contactPolicySchema } from './contact-policy.js';
import { factsSchema } from './facts.js';
import { modelSchema } from './model.js';
import { segmentSchema } from './segment.js';
import { shopSchema } from './shop.js';
import { strategySchema } from './strategy.js';

/** The schema of each kind of document. */
export const SCHEMAS: Readonly<Record<DocumentKind, z.ZodType<object>>> = {
  shop: shopSchema,
  'contact-policy': contactPolicySchema,
  facts: factsSchema,
  segment: segmentSchema,
  model: modelSchema,
  strategy: strategySchema,
  campaign: campaignSchema,
  analysis: analysisSchema,
};
