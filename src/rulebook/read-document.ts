import { type DocumentKind, type DocumentOf } from './documents.js';

/**
 * One document by its id in a rules folder or by the path of a file, checked by its own schema (names of other
 * documents stay unchecked: use `validateDocuments` for that).
 *
 * @throws StrataError NOT_FOUND with the nearest id, BAD_FILE, INVALID_DOCUMENT with all problems
 */
export function readDocument<K extends DocumentKind>(
  kind: K,
  idOrPath: string,
  { directory }: { readonly directory: string },
): Promise<DocumentOf[K]> {
  throw new Error(`not yet: ${kind} ${idOrPath} ${directory}`);
}
