import { createHash } from 'node:crypto';
import { type ModelDocument } from '#strata/engine';

/** `sha256:…` of a document, whatever the order of its keys. */
export function hashDocument(document: ModelDocument): string {
  const sorted = JSON.stringify(document, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return `sha256:${createHash('sha256').update(sorted).digest('hex')}`;
}
