import { type ReleaseDocuments } from '#strata/engine';
import { type Collection, documentsIn, etagOf, type Publication, type ReleaseStore } from '../releases/index.js';
import { COLLECTIONS } from './request.js';

/** The publication that brought what a document says now. */
export interface LastChange extends Pick<Publication, 'publishedAt' | 'by' | 'reason' | 'action'> {
  /** Of the document, or the name of the fact. */
  readonly id: string;
  readonly release: string;
}

/** What each document of a collection said in a release: its entity tag by its id. */
type Tags = ReadonlyMap<string, string>;
type TagsByCollection = Readonly<Record<Collection, Tags>>;

/** How many publications are looked through. */
const LOOKED_THROUGH = 100;
/** So many releases are remembered: more than are looked through. */
const MOST_REMEMBERED = 150;

/** When each document of the current release was changed last, by whom and why: releases are immutable, so each is read once. */
export class LastChanges {
  readonly #known = new Map<string, Promise<TagsByCollection>>();

  constructor(private readonly store: Pick<ReleaseStore, 'history' | 'get'>) {}

  /** By id; without those that have said the same for longer than the last 100 publications. */
  async of(collection: Collection): Promise<readonly LastChange[]> {
    // One more, to see what the last one of them brought.
    const publications = await this.store.history({ limit: LOOKED_THROUGH + 1 });
    const [current] = publications;
    if (current === undefined) return [];
    const open = new Map(await this.#tagsOf(current.hash, collection));
    const found: LastChange[] = [];
    for (const [index, publication] of publications.entries()) {
      if (open.size === 0 || index === LOOKED_THROUGH) break;
      const before = publications[index + 1];
      const earlier = before === undefined ? NOTHING : await this.#tagsOf(before.hash, collection);
      for (const [id, tag] of open) {
        if (earlier.get(id) === tag) continue;
        open.delete(id);
        found.push(changeOf(id, publication));
      }
    }
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Reads what the first question would read, so that nobody waits for it. */
  async readAhead(): Promise<void> {
    for (const collection of COLLECTIONS) await this.of(collection);
  }

  async #tagsOf(hash: string, collection: Collection): Promise<Tags> {
    const known = this.#known.get(hash);
    if (known !== undefined) return (await known)[collection];
    const reading = this.store.get(hash).then(({ documents }) => tagsIn(documents));
    this.#known.set(hash, reading);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    reading.catch(() => this.#known.delete(hash));
    return (await reading)[collection];
  }
}

const NOTHING: Tags = new Map();

function tagsIn(documents: ReleaseDocuments): TagsByCollection {
  const tagsOf = (collection: Collection): Tags => {
    const entries: readonly (readonly [string, unknown])[] =
      collection === 'facts'
        ? Object.entries(documents.facts)
        : documentsIn(documents, collection).map((document) => [document.id, document]);
    return new Map(entries.map(([id, document]) => [id, etagOf(document)]));
  };
  return Object.fromEntries(COLLECTIONS.map((collection) => [collection, tagsOf(collection)])) as TagsByCollection;
}

function changeOf(id: string, { hash, publishedAt, by, reason, action }: Publication): LastChange {
  return { id, release: hash, publishedAt, by, reason, action };
}
