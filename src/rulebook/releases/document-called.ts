import { nearestName, StrataError } from '#sdk';

/**
 * A document of a release by its id.
 *
 * @param what what such documents are called, such as `model`
 * @param expected what may be named, where it is not clear from that
 * @throws StrataError NOT_FOUND with the nearest id
 */
export function documentCalled<T extends { readonly id: string }>(
  documents: readonly T[],
  what: string,
  id: string,
  expected?: string,
): T {
  const found = documents.find((document) => document.id === id);
  if (found !== undefined) return found;
  const ids = documents.map((document) => document.id);
  throw noDocumentCalled(id, { what, ids, ...(expected === undefined ? {} : { expected }) });
}

/** That a release has no document of this id, and the nearest that it has. */
export function noDocumentCalled(
  id: string,
  { what, ids, expected }: { readonly what: string; readonly ids: readonly string[]; readonly expected?: string },
): StrataError {
  const message = `There is no ${what} "${id.slice(0, 100)}" in the current release.`;
  const nearest = nearestName(id, ids);
  const problem = {
    message,
    ...(expected === undefined ? {} : { expected }),
    ...(nearest === undefined ? {} : { nearest }),
  };
  return new StrataError('NOT_FOUND', message, { problems: [problem] });
}
