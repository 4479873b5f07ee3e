import { type ReleaseDocuments } from '#strata/engine';
import { StrataError } from '#sdk';

/**
 * Documents as they were kept. They were checked then, by the rules of that day: here only that they are documents.
 *
 * @param what holds them, for the error
 * @throws StrataError INTERNAL
 */
export function storedDocuments(text: string, what: string): ReleaseDocuments {
  const found = JSON.parse(text) as Partial<Record<keyof ReleaseDocuments, unknown>> | null;
  const lists = [found?.segments, found?.models, found?.strategies];
  if (typeof found?.facts === 'object' && found.facts !== null && lists.every(Array.isArray)) {
    return found as unknown as ReleaseDocuments;
  }
  throw new StrataError('INTERNAL', `${what} holds no documents.`);
}
