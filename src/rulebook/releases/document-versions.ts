import { type EntityManager } from 'typeorm';
import { canonicalJson } from '#strata/kernel';
import { documentAt, type DocumentPlace, etagOf } from './put-document.js';
import { type Publication, type ReleaseStore } from './release-store.js';

/** What a document said from one publication to the next that changed it. */
export interface DocumentVersion {
  /** Null where there was no such document. */
  readonly etag: string | null;
  readonly document: object | null;
  /** The release that brought it. */
  readonly release: string;
  /** ISO 8601, UTC. */
  readonly publishedAt: string;
  readonly by: string;
  /** Why, in the words of whoever did it; null where nothing was said. */
  readonly reason: string | null;
  readonly action: Publication['action'];
}

/**
 * The versions of a document, the latest first, among the last 100 publications: one for each time that its content
 * changed, also by a roll-back. Empty where none of them held it.
 */
export async function documentVersions(
  store: Pick<ReleaseStore, 'history' | 'get'>,
  place: DocumentPlace,
): Promise<readonly DocumentVersion[]> {
  const contents = new Map<string, object | undefined>();
  const versions: DocumentVersion[] = [];
  for (const publication of (await store.history()).toReversed()) {
    const { hash } = publication;
    if (!contents.has(hash)) contents.set(hash, documentAt((await store.get(hash)).documents, place));
    const version = versionOf(publication, contents.get(hash));
    if (version.etag !== (versions.at(-1)?.etag ?? null)) versions.push(version);
  }
  return versions.toReversed();
}

function versionOf(
  { hash, publishedAt, by, reason, action }: Publication,
  document: object | undefined,
): DocumentVersion {
  const etag = document === undefined ? null : etagOf(document);
  return { etag, document: document ?? null, release: hash, publishedAt, by, reason, action };
}

/**
 * What the documents say at a path (`['contactPolicy', 'holdout']`) now, and since when they have said so without a break: ISO 8601. Null
 * where they say nothing there, or nothing is published.
 */
export async function saidSince(
  manager: EntityManager,
  path: readonly string[],
): Promise<{ readonly said: unknown; readonly since: string } | null> {
  const rows = await manager.query<{ at: Date; said: string | null }[]>(
    `with releases as materialized (select hash, documents::json #>> $1::text[] as said from releases)
     select published_at as at, said from publications join releases using (hash) order by id desc`,
    [path],
  );
  const [latest] = rows;
  if (latest?.said == null) return null;
  const textOf = (said: string | null) => (said === null ? null : canonicalJson(JSON.parse(said)));
  const now = textOf(latest.said);
  const other = rows.findIndex(({ said }) => textOf(said) !== now);
  const first = rows.at(other === -1 ? -1 : other - 1) ?? latest;
  return { said: JSON.parse(latest.said) as unknown, since: first.at.toISOString() };
}
