import { type PublishedRelease } from '../releases/index.js';

/** A release without its documents. */
export type ReleaseHead = Omit<PublishedRelease, 'documents'>;

/** The release as answers name it. */
export function headOf({ hash, publishedAt, by }: PublishedRelease): ReleaseHead {
  return { hash, publishedAt, by };
}
