import { type Collection } from '../../api.js';
import { type PublishedDocument } from '../documents.js';

/** What somebody wrote and has not published, as this browser keeps it. */
export interface KeptDraft {
  /** What it began with; null where no such document was published. */
  readonly base: PublishedDocument | null;
  readonly document: object;
  /** ISO 8601: when it was changed last. */
  readonly at: string;
}

/** The draft of a document that this browser keeps; null where there is none. */
export function keptDraft(collection: Collection, id: string): KeptDraft | null {
  const text = localStorage.getItem(keyOf(collection, id));
  if (text === null) return null;
  try {
    return JSON.parse(text) as KeptDraft;
  } catch {
    return null;
  }
}

/** Keeps a draft in this browser, so that it survives a reload. */
export function keepDraft(collection: Collection, id: string, draft: Omit<KeptDraft, 'at'>): void {
  try {
    localStorage.setItem(keyOf(collection, id), JSON.stringify({ ...draft, at: new Date().toISOString() }));
  } catch {
    // Where the browser keeps nothing (private windows, no room), it is on the page only.
  }
}

/** Forgets the draft of a document. */
export function forgetDraft(collection: Collection, id: string): void {
  localStorage.removeItem(keyOf(collection, id));
}

function keyOf(collection: Collection, id: string): string {
  return `strata-draft:${collection}/${id}`;
}
