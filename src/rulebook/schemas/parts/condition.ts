import { z } from 'zod';
import { type Condition, type ConditionOrSegment, type Segment } from '#strata/engine';
import { OPERATOR_NAMES } from '#strata/engine/conditions';
import { duration, factName, id, without, schemaPath, title } from './common.js';

/*
 * Conditions are checked by the engine, which knows facts, operators and layers and so gives better messages than a union
 * of schemas can. What documents parse with therefore only tells a tree from nonsense; `conditionTree` describes the whole
 * language for editors and stands in the published schemas in its place.
 */

export const condition = z.custom<Condition>(isObject, {
  error: 'a condition: an object with all, any, not or condition',
});

export const conditionOrSegment = z.custom<ConditionOrSegment>(
  (value) => typeof value === 'string' || isObject(value),
  {
    error: "a condition, or a segment's id",
  },
);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const constant = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const measure = z.enum(['count', 'sum', 'mean', 'min', 'max', 'distinct', 'daysSinceLast', 'daysSinceFirst']);

const eventsParams = z.strictObject({
  name: z.string().describe('Name of the event'),
  measure: measure.exactOptional().describe('What to measure; count unless told'),
  property: z.string().exactOptional().describe('The property that sum, mean, min, max and distinct read'),
  within: duration.exactOptional().describe('Events at most this old, such as PT24H'),
  ago: duration.exactOptional().describe('Events at least this old, such as PT1H'),
  without: without.exactOptional(),
  where: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .exactOptional()
    .describe('Only events with these properties'),
});
const scoreParams = z.strictObject({
  model: id.describe('A model of rules/models'),
  as: z
    .enum(['probability', 'rank'])
    .exactOptional()
    .describe(
      "rank: share of the model's reference population that scores lower, 0 to 1. Unless told: the probability",
    ),
});
const params = z
  .union([eventsParams, scoreParams])
  .describe('Parameters of the facts events (triggers) and score (predictive)');

const path = z.string().describe("JSONPath into the fact's value, such as $.home.city");
const name = z.string().describe('What people call this part');

const value = z.union([
  constant,
  z.array(constant),
  z
    .strictObject({ fact: factName, params: params.exactOptional(), path: path.exactOptional() })
    .describe('Another fact to compare with'),
]);

const leaf = z
  .strictObject({
    name: name.exactOptional(),
    fact: factName,
    operator: z
      .union([z.enum(OPERATOR_NAMES), z.string().regex(/^([a-zA-Z]+:)+[a-zA-Z]+$/)])
      .describe('An operator, with decorators in front where needed: someFact:equal, not:startsWith, ignoringCase:in'),
    value: value.describe('What the fact is compared with'),
    params: params.exactOptional(),
    path: path.exactOptional(),
  })
  .describe('Compares a fact with a value');

const all = z.strictObject({
  name: name.exactOptional(),
  get all() {
    return z.array(conditionTree).describe('Holds where every part holds');
  },
});
const any = z.strictObject({
  name: name.exactOptional(),
  get any() {
    return z.array(conditionTree).describe('Holds where at least one part holds');
  },
});
const not = z.strictObject({
  name: name.exactOptional(),
  get not() {
    return conditionTree;
  },
});
const reference = z
  .strictObject({ name: name.exactOptional(), condition: id.describe('A segment of rules/segments') })
  .describe('Holds where the segment holds');

/** The language of conditions, for the published JSON Schemas. */
export const conditionTree: z.ZodType = z
  .union([all, any, not, reference, leaf])
  .meta({ id: 'condition', description: 'all, any, not, a reference to a segment, or a fact compared with a value' });

/** `rules/segments/<id>.json` */
export const segmentSchema = z
  .strictObject({
    $schema: schemaPath.exactOptional(),
    id,
    title: title.describe('Who these people are, in a few words'),
    condition: condition.describe('Who belongs: catalogue facts and other segments'),
  })
  .meta({ title: 'Strata segment', description: 'A named, shared condition over facts' }) satisfies z.ZodType<Segment>;
