import { z } from 'zod';

/** What may be said about the direction of a number's effect. */
const direction = z.enum(['rising', 'falling']);

export const options = z.strictObject({
  mode: z
    .enum(['boosting', 'forest', 'tree'])
    .default('boosting')
    .describe('boosting: each tree corrects those before it; forest: independent trees, averaged; tree: one tree'),
  trees: z.int().positive().max(5000).default(300).describe('trees, at most where training stops early'),
  learningRate: z.number().positive().max(1).default(0.05).describe('share of its correction that each tree makes'),
  maxLeaves: z.int().min(2).max(1024).default(15).describe('most leaves of a tree'),
  maxDepth: z.int().positive().max(60).default(20).describe('most questions on the way to a leaf'),
  minRows: z.int().positive().default(20).describe('fewest training rows of a leaf'),
  l2: z.number().nonnegative().default(1).describe('strength of the penalty on squared leaf values'),
  bins: z.int().min(2).max(255).default(255).describe('most values of a number that are told apart'),
  features: z.number().positive().max(1).optional().describe('share of the features that each split may choose from'),
  rows: z.number().min(0.05).max(1).default(1).describe('boosting: share of the rows, drawn anew, that each tree sees'),
  earlyStopping: z
    .int()
    .nonnegative()
    .default(20)
    .describe('trees without improvement before boosting stops; 0: never'),
  validation: z.number().min(0.02).max(0.5).default(0.15).describe('share of the rows set aside to stop early'),
  monotone: z.record(z.string(), direction).default({}).describe('numbers whose effect may only rise or only fall'),
});

export type Options = z.infer<typeof options>;
