import { type EntityManager, Like } from 'typeorm';
import { type ReleaseDocuments } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { recordChange } from '#strata/platform/audit';
import { StrataError } from '#sdk';
import { hashing, sortDocuments, writing } from './release-hash.js';
import { storedDocuments } from './stored-documents.js';
import { publicationEntity, type PublicationRow, releaseEntity } from './release.entity.js';
import { inTurns } from '#strata/platform/process';
import { assertNobodyMoves, type StoredEvents, storedEvents } from '../checks/index.js';

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
  readonly action: PublicationRow['action'];
  /** ISO-8601, UTC. */
  readonly publishedAt: string;
  readonly by: string;
  /** Why, in the words of whoever did it; null where nothing was said. */
  readonly reason: string | null;
  /** True for the publication that decides now. */
  readonly current: boolean;
}

/** What publishing did. */
export interface Published {
  readonly release: PublishedRelease;
  /** False where the documents were current already. */
  readonly changed: boolean;
}

/** A change of one document: all documents with it, and what the audit log says. */
export interface DocumentEdit {
  readonly documents: ReleaseDocuments;
  /** What was changed, such as `strategies/win-back-coupon`. */
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** An earlier release: by its hash, or by how many releases to go back. */
export type RollbackTarget = { readonly hash: string } | { readonly steps: number };

const MOST_LISTED = 100;

/**
 * The releases in the database. The latest publication says which release is current; rows are only ever added. Safe
 * across processes: publications take turns.
 */
export class ReleaseStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** How many events of each name came in, which tells misspelt names. */
  async storedEvents(): Promise<StoredEvents> {
    return storedEvents(this.#database);
  }

  /**
   * Publishes documents that passed validation. What is already current changes nothing.
   *
   * @throws StrataError INVALID_DOCUMENT where people of a running experiment would be moved
   */
  async push(documents: ReleaseDocuments, by: string, reason: string | null = null): Promise<Published> {
    const written = await writtenRelease(documents);
    return this.#inTurn(async (manager) => {
      const current = await latest(manager);
      if (current?.hash === written.hash) return { release: releaseOf(written, current), changed: false };
      if (current !== null) assertNobodyMoves((await loadRelease(manager, current)).documents, documents);
      return { release: await publishWritten(manager, written, { action: 'push', by, reason }), changed: true };
    });
  }

  /**
   * Publishes what `edit` makes of the current documents, in turn: nobody publishes in between. What `edit` throws is
   * thrown, and nothing is published.
   *
   * @throws StrataError UNAVAILABLE where nothing was published yet
   */
  async change(
    edit: (current: ReleaseDocuments) => Promise<DocumentEdit>,
    by: string,
    reason: string | null = null,
  ): Promise<Published> {
    return this.#inTurn(async (manager) => {
      const publication = await latest(manager);
      if (publication === null) throw unpublished();
      const current = await loadRelease(manager, publication);
      const { documents, subject, before, after } = await edit(current.documents);
      const written = await writtenRelease(documents);
      if (written.hash === current.hash) return { release: current, changed: false };
      await recordChange(manager, { who: by, what: 'document.changed', subject, before, after });
      return {
        release: await publishWritten(manager, written, { action: 'push', by, reason }),
        changed: true,
      };
    });
  }

  /** Publishes where nothing was published before; else null. */
  async pushFirst(documents: ReleaseDocuments, by: string): Promise<PublishedRelease | null> {
    const written = await writtenRelease(documents);
    return this.#inTurn(async (manager) => {
      if ((await latest(manager)) !== null) return null;
      return publishWritten(manager, written, { action: 'first start', by, reason: null });
    });
  }

  /** The release that decides now; null before the first publication. */
  async current(): Promise<PublishedRelease | null> {
    return this.#database.run(async (manager) => {
      const publication = await latest(manager);
      return publication === null ? null : loadRelease(manager, publication);
    });
  }

  /** The release that decides now. @throws StrataError UNAVAILABLE where nothing was published yet */
  async published(): Promise<PublishedRelease> {
    const current = await this.current();
    if (current === null) throw unpublished();
    return current;
  }

  /** Its hash only: cheap enough to poll every second. */
  async currentHash(): Promise<string | null> {
    return this.#database.run(async (manager) => (await latest(manager))?.hash ?? null);
  }

  /**
   * @param hash the whole hash or a unique beginning, with or without `sha256:`
   * @throws StrataError NOT_FOUND, BAD_REQUEST where several releases begin so
   */
  async get(hash: string): Promise<PublishedRelease> {
    return this.#database.run(async (manager) => loadRelease(manager, await publicationOf(manager, hash)));
  }

  /** The latest publications first, at most 100; `before` is the id that the previous page ended with. */
  async history(page: { readonly limit?: number; readonly before?: number } = {}): Promise<readonly Publication[]> {
    const { limit = MOST_LISTED, before = 2 ** 31 - 1 } = page;
    return this.#database.run(async (manager) => {
      const current = await latest(manager);
      const rows = await manager
        .getRepository(publicationEntity)
        .createQueryBuilder('publication')
        .where('publication.id < :before', { before })
        .orderBy('publication.id', 'DESC')
        // One more than a page, for whoever asks whether there is another one.
        .take(Math.min(limit, MOST_LISTED + 1))
        .getMany();
      return rows.map(({ id, hash, action, publishedAt, publishedBy, reason }) => {
        return {
          id,
          hash,
          action,
          publishedAt: publishedAt.toISOString(),
          by: publishedBy,
          reason,
          current: id === current?.id,
        };
      });
    });
  }

  /**
   * Makes an earlier release current again; a new entry of the history. Going back twice goes back two releases: a
   * rollback continues where the release that it went to was published.
   *
   * @throws StrataError NOT_FOUND, CONFLICT where there is no earlier release or it is current already
   */
  async rollback(target: RollbackTarget, by: string, reason: string | null = null): Promise<PublishedRelease> {
    return this.#inTurn(async (manager) => {
      const current = await latest(manager);
      if (current === null) throw new StrataError('CONFLICT', 'Nothing was published yet.');
      const to =
        'hash' in target ? await publicationOf(manager, target.hash) : await back(manager, current, target.steps);
      if (to.hash === current.hash)
        throw new StrataError('CONFLICT', `The release ${current.hash} is current already.`);
      return loadRelease(
        manager,
        await addPublication(manager, { hash: to.hash, action: 'rollback', by, reason, parentId: to.parentId }),
      );
    });
  }

  #inTurn<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.#database.transaction(async (manager) => {
      await manager.query('lock table publications in share row exclusive mode');
      return work(manager);
    });
  }
}

async function latest(manager: EntityManager): Promise<PublicationRow | null> {
  const [row] = await manager.getRepository(publicationEntity).find({ order: { id: 'DESC' }, take: 1 });
  return row ?? null;
}

/** Documents as they are stored. */
interface WrittenRelease {
  readonly hash: string;
  readonly documents: ReleaseDocuments;
  readonly text: string;
}

/** In short turns, for there may be ten thousand documents. */
async function writtenRelease(documents: ReleaseDocuments): Promise<WrittenRelease> {
  const [hash, text] = [await inTurns(hashing(documents)), await inTurns(writing(documents))];
  return { hash, documents: sortDocuments(documents), text };
}

async function publishWritten(
  manager: EntityManager,
  written: WrittenRelease,
  why: Pick<PublicationRow, 'action' | 'reason'> & { readonly by: string },
): Promise<PublishedRelease> {
  const { hash, text } = written;
  const parent = await latest(manager);
  await manager
    .createQueryBuilder()
    .insert()
    .into(releaseEntity)
    .values({ hash, documents: text })
    .orIgnore()
    .execute();
  return releaseOf(written, await addPublication(manager, { ...why, hash, parentId: parent?.id ?? null }));
}

async function addPublication(
  manager: EntityManager,
  {
    hash,
    action,
    by,
    reason,
    parentId,
  }: Pick<PublicationRow, 'hash' | 'action' | 'reason' | 'parentId'> & {
    readonly by: string;
  },
): Promise<PublicationRow> {
  const repository = manager.getRepository(publicationEntity);
  const before = (await latest(manager))?.hash;
  await recordChange(manager, {
    who: by,
    what: action === 'rollback' ? 'release.rolled-back' : 'release.published',
    subject: 'release',
    before: before === undefined ? null : { release: before },
    after: { release: hash, ...(reason === null ? {} : { reason }) },
  });
  return repository.save(
    repository.create({ hash, action, publishedAt: new Date(), publishedBy: by, reason, parentId }),
  );
}

async function loadRelease(manager: EntityManager, publication: PublicationRow): Promise<PublishedRelease> {
  const { hash } = publication;
  const { documents } = await manager.getRepository(releaseEntity).findOneByOrFail({ hash });
  return releaseOf({ documents: storedDocuments(documents, `The stored release ${hash}`) }, publication);
}

function releaseOf(
  { documents }: Pick<WrittenRelease, 'documents'>,
  { hash, publishedAt, publishedBy }: PublicationRow,
): PublishedRelease {
  return {
    hash,
    documents,
    publishedAt: publishedAt.toISOString(),
    by: publishedBy,
  };
}

async function publicationOf(manager: EntityManager, hash: string): Promise<PublicationRow> {
  const digits = hash.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{4,64}$/.test(digits)) {
    throw new StrataError('NOT_FOUND', `There is no release "${hash}".`, {
      problems: [{ message: `"${hash}" is no hash`, expected: 'at least the first 4 of the 64 hexadecimal digits' }],
    });
  }
  const releases = await manager.getRepository(releaseEntity).find({
    select: { hash: true },
    where: { hash: Like(`sha256:${digits}%`) },
    take: 2,
  });
  const [release, another] = releases;
  if (release === undefined) throw new StrataError('NOT_FOUND', `There is no release "${hash}".`);
  if (another !== undefined) throw new StrataError('BAD_REQUEST', `Several releases begin with "${hash}".`);
  return manager
    .getRepository(publicationEntity)
    .findOneOrFail({ where: { hash: release.hash }, order: { id: 'DESC' } });
}

async function back(manager: EntityManager, from: PublicationRow, steps: number): Promise<PublicationRow> {
  let publication: PublicationRow | null = from;
  for (let step = 0; step < steps && publication !== null; step++) {
    const { parentId }: PublicationRow = publication;
    publication = parentId === null ? null : await manager.getRepository(publicationEntity).findOneBy({ id: parentId });
  }
  if (publication === null) throw new StrataError('CONFLICT', 'There is no earlier release to go back to.');
  return publication;
}

/** Why there is nothing to decide by, and what to do about it. */
export function unpublished(): StrataError {
  return new StrataError('UNAVAILABLE', 'No release was published yet.', {
    problems: [{ message: 'rules count when they are published', expected: 'strata rules push --reason "…"' }],
  });
}
