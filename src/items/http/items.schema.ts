import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { plainText } from '#strata/profiles/calls';

/** Characters of an id. */
const LONGEST_ID = 200;
/** Items of one batch. */
const MOST_ITEMS = 1_000;
const MOST_PER_PAGE = 200;

const id = plainText(LONGEST_ID).describe("The shop's id of the item.");
const facts = z
  .record(z.string(), z.unknown())
  .describe('Values by the names of item facts; null means that the value is not known.');

/** An item of a path. */
export class ItemPath extends createZodDto(z.strictObject({ id })) {}

/** `PUT /v1/items/{id}` */
export class ItemBody extends createZodDto(z.strictObject({ facts })) {}

/** `POST /v1/items/batch` */
export class ItemsBody extends createZodDto(
  z.strictObject({
    items: z.array(z.strictObject({ id, facts })).min(1).max(MOST_ITEMS),
    merge: z
      .boolean()
      .default(false)
      .describe('Whether facts that are not named stay as they are, as in an import; they go unless told.'),
  }),
) {}

/** `GET /v1/items` */
export class ItemsQuery extends createZodDto(
  z.strictObject({
    cursor: id.optional().describe('The `next` of the page before.'),
    limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(50).describe('Entries a page.'),
  }),
) {}

/** An item as it is answered. */
export const itemSchema = z
  .strictObject({ id: z.string(), facts: z.record(z.string(), z.unknown()), updatedAt: z.iso.datetime() })
  .meta({ id: 'Item' });

export const itemPageSchema = z.strictObject({
  items: z.array(itemSchema).describe('In the order of their ids.'),
  next: z.string().nullable().describe('The `cursor` of the next page; null on the last one.'),
});

const COUNT = z.int().min(0);

/** What became of written items. */
export const writtenSchema = z.strictObject({ added: COUNT, changed: COUNT, unchanged: COUNT });

export const deletedSchema = z.strictObject({ deleted: z.string() });
