import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';

const MOST_PER_PAGE = 200;

/** What is asked of a page of a list whose entries have UUIDs. */
export const PAGE = {
  cursor: z.uuid().optional().describe('The `next` of the page before.'),
  limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(50).describe('Entries a page.'),
};

/** The query of a list that asks for nothing but a page. */
export class PageQuery extends createZodDto(z.strictObject(PAGE)) {}

/** A page of a list. */
interface PageOf<E extends { readonly id: unknown }> {
  readonly entries: readonly E[];
  /** The cursor of the next page; null where this is the last. */
  readonly next: E['id'] | null;
}

/** @param list gives the first entries from the cursor on, at most so many */
export async function pageOf<E extends { readonly id: unknown }>(
  limit: number,
  list: (most: number) => Promise<readonly E[]>,
): Promise<PageOf<E>> {
  const found = await list(limit + 1);
  const entries = found.slice(0, limit);
  return { entries, next: found.length > limit ? (entries.at(-1)?.id ?? null) : null };
}
