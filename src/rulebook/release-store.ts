import { type Database } from '../platform/index.js';
import { type ReleaseDocuments } from '../engine/index.js';

/** A release with its latest publication. Immutable: the hash is that of the documents. */
export interface PublishedRelease {
  /** `sha256:…` */
  readonly hash: string;
  readonly documents: ReleaseDocuments;
  /** ISO-8601, UTC. */
  readonly publishedAt: string;
  /** Who published it. */
  readonly by: string;
}

/** One entry of the history: who made which release current, when, and how. */
export interface Publication {
  /** Ascending. */
  readonly id: number;
  readonly hash: string;
  readonly action: 'push' | 'rollback' | 'first start';
  /** ISO-8601, UTC. */
  readonly publishedAt: string;
  readonly by: string;
  readonly current: boolean;
}

/** The releases in the database. Safe across processes: publications take turns. */
export class ReleaseStore {
  constructor(private readonly database: Database) {}

  /** Publishes documents that passed validation. What is already current changes nothing (`changed: false`). */
  push(documents: ReleaseDocuments, by: string): Promise<{ release: PublishedRelease; changed: boolean }> {
    throw new Error(`not yet ${by} ${String(documents)} ${this.database.kind}`);
  }

  /** The release that decides now; null before the first publication. */
  current(): Promise<PublishedRelease | null> {
    throw new Error('not yet');
  }

  /** Its hash only: cheap enough to poll every second. */
  currentHash(): Promise<string | null> {
    throw new Error('not yet');
  }

  /** @param hash the whole hash or a unique beginning, with or without `sha256:` @throws StrataError NOT_FOUND */
  get(hash: string): Promise<PublishedRelease> {
    throw new Error(`not yet ${hash}`);
  }

  /** The latest publications first. */
  history(page: { readonly limit?: number; readonly before?: number } = {}): Promise<readonly Publication[]> {
    throw new Error(`not yet ${String(page.limit)}`);
  }

  /** Makes an earlier release current again: the one before the current (or `steps` before), or the one with the given hash. */
  rollback(to: { readonly hash: string } | { readonly steps: number }, by: string): Promise<PublishedRelease> {
    throw new Error(`not yet ${String(to)} ${by}`);
  }
}
