import { canonicalJson, contentHash } from '#strata/kernel';
import { type ModelDocument } from '#strata/engine';

/** `sha256:…` of a document, whatever the order of its keys. */
export function hashDocument(document: ModelDocument): string {
  return contentHash(canonicalJson(document));
}
