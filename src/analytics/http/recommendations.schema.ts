import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { momentSchema, plainText, somebodySchema } from '#strata/profiles/calls';

const LONGEST_NAME = 200;
/** Items of a list. */
const MOST_ITEMS = 200;
/** Items that are ordered at once. */
const MOST_ORDERED = 1_000;
const MOST_EVENTS = 1_000;
/** People for an item: larger audiences are written by `strata recommend --people`. */
const MOST_PEOPLE = 1_000;

const itemId = plainText(LONGEST_NAME);

const eventSchema = z.strictObject({
  name: plainText(LONGEST_NAME),
  at: momentSchema.optional().describe('When it happened; now unless told.'),
  properties: z.record(z.string(), z.unknown()).optional(),
});

/** `POST /v1/recommendations` */
export class RecommendationsBody extends createZodDto(
  z
    .strictObject({
      model: plainText(LONGEST_NAME).optional().describe('Id of the analysis; the only one unless told.'),
      userId: somebodySchema.optional().describe('Whom items are recommended to.'),
      events: z
        .array(eventSchema)
        .max(MOST_EVENTS)
        .optional()
        .describe('What the user did beside what is stored, such as what is looked at just now.'),
      history: z
        .array(itemId)
        .max(MOST_EVENTS)
        .optional()
        .describe('The same by the ids of items only, as of the first event that the analysis counts.'),
      similarTo: itemId.optional().describe('Instead of a user: the items most like this one.'),
      order: z
        .array(itemId)
        .min(1)
        .max(MOST_ORDERED)
        .optional()
        .describe('Orders these items for the user, such as the results of a search.'),
      items: z.int().min(1).max(MOST_ITEMS).default(10).describe('How many; all of `order`.'),
      where: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('A condition over the facts of items: which may stand there.'),
      perCategory: z.int().min(1).max(MOST_ITEMS).optional().describe('At most so many of one category.'),
      diversity: z
        .number()
        .min(0)
        .max(1)
        .optional()
        .describe('How much being unlike the items before counts beside how good an item is; 0 unless told.'),
      bought: z
        .boolean()
        .optional()
        .describe('Whether what the user had already may stand there, too; as the analysis says unless told.'),
      without: z.array(itemId).max(MOST_ORDERED).optional().describe('Items that may not stand there.'),
    })
    .refine(({ userId, similarTo, events, history }) => [userId, similarTo, events, history].some(isGiven), {
      error: 'somebody or something to recommend for',
      params: { expected: 'userId, history, events or similarTo' },
    }),
) {}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

/** `POST /v1/recommendations/people` */
export class PeopleBody extends createZodDto(
  z
    .strictObject({
      model: plainText(LONGEST_NAME).optional().describe('Id of the analysis; the only one unless told.'),
      item: itemId.optional().describe('The item that people are sought for.'),
      category: itemId.optional().describe('Instead of an item: any item of this category.'),
      people: z.int().min(1).max(MOST_PEOPLE).default(50).describe('How many, at most.'),
      bought: z.boolean().default(false).describe('Whether who had the item already may be among them.'),
    })
    .refine(({ item, category }) => isGiven(item) !== isGiven(category), {
      error: 'one item, or one category, to seek people for',
      params: { expected: 'either item or category' },
    }),
) {}

/** What `POST /v1/recommendations/people` answers. */
export const likelyPeopleSchema = z
  .strictObject({
    model: z.string(),
    people: z
      .array(
        z.strictObject({
          userId: z.string(),
          score: z.number().describe('Of the recommender: more is better; no probability.'),
          item: z.string().describe('The item that the person is the likeliest to buy.'),
        }),
      )
      .readonly()
      .describe('The likeliest first. Of whom the recommender says nothing is not among them.'),
  })
  .meta({ id: 'LikelyPeople' });
export type LikelyPeople = z.infer<typeof likelyPeopleSchema>;

/** A list of recommended items. */
export const recommendedListSchema = z
  .strictObject({
    model: z.string(),
    version: z.int().min(1),
    learnedAt: z.iso.datetime().describe('The moment that the version is of.'),
    items: z
      .array(
        z.strictObject({
          id: z.string(),
          title: z.exactOptional(z.string()),
          score: z.number().nullable().describe('Of the recommender: more is better. Null of what is popular.'),
          by: z.enum(['model', 'popularity']),
          because: z.array(z.string()).describe('The items of the history that speak for it, the most first.'),
          words: z.string().describe('Why it stands there.'),
        }),
      )
      .describe('The best first.'),
    fallback: z
      .enum(['popular', 'none'])
      .nullable()
      .describe('Null where the recommender chose; else what stands in its place.'),
  })
  .meta({ id: 'RecommendedItems' });
