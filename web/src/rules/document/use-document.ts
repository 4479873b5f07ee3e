import { useCallback, useRef, useState } from 'react';
import { type Collection } from '../../api.js';
import { isSame, merge, type Difference } from '../changes/differences.js';
import { type PublishedDocument, type RuleDocument } from '../documents.js';
import { type Edited } from '../editor/index.js';
import { withAskedChange } from './asked-change.js';
import { forgetDraft, keepDraft, keptDraft } from './kept-draft.js';

/** A document while it is written. */
export interface WrittenDocument {
  /** What it began with; null where no such document was published. */
  readonly base: PublishedDocument | null;
  /** What the editor begins with. */
  readonly beginning: object | undefined;
  /** Another one for each time that the editor begins anew. */
  readonly round: number;
  /** As the editor says now; null until it has said anything. */
  readonly edited: Edited | null;
  /** What is on the page: the document as it is written, else as it was published. */
  readonly now: RuleDocument;
  readonly isChanged: boolean;
  /** When changes were kept that were here before the page was opened: ISO 8601; null where there were none. */
  readonly keptSince: string | null;
  /** Somebody has published another version since it was begun. */
  readonly isOutdated: boolean;
  readonly edit: (edited: Edited) => void;
  /** Begins anew with what is published. */
  readonly discard: () => void;
  /** Takes up another document as a change of what is published. */
  readonly takeUp: (document: object) => void;
  /** Puts the changes on top of what is published now. @returns what both changed */
  readonly putOnTop: () => readonly Difference[];
  /** What is on the page is published: there is nothing to keep any more. */
  readonly settle: () => void;
}

interface Beginning {
  readonly base: PublishedDocument | null;
  readonly document: object | undefined;
  readonly round: number;
  readonly keptSince: string | null;
}

interface Place {
  readonly collection: Collection;
  readonly id: string;
  /** As it is published now; null where it is not. */
  readonly published: PublishedDocument | null;
  /** The change that the address asks for. */
  readonly change: string | undefined;
}

/** What is written of a document and not published yet; it is kept in this browser with every change. */
export function useDocument({ collection, id, published, change }: Place): WrittenDocument {
  const [beginning, setBeginning] = useState(() => beginningOf({ collection, id, published, change }));
  const [edited, setEdited] = useState<Edited | null>(null);
  const { base, document, round, keptSince } = beginning;
  // An untouched page follows what is published.
  const isTouched = document !== undefined || edited?.isChanged === true;
  const held = isTouched ? base : published;
  const now = (edited?.document ?? document ?? held?.document ?? {}) as RuleDocument;
  const heldNow = useRef(held);
  heldNow.current = held;

  const begin = (anew: Pick<Beginning, 'base' | 'document'>) => {
    setEdited(null);
    setBeginning((before) => ({ ...anew, round: before.round + 1, keptSince: null }));
  };
  const edit = useCallback(
    (said: Edited) => {
      setEdited(said);
      if (said.document === null) return;
      const began = heldNow.current;
      // A document that nobody has written yet is the editor's own beginning.
      if (!said.isChanged || isSame(said.document, began?.document)) forgetDraft(collection, id);
      else if (!isSame(said.document, keptDraft(collection, id)?.document)) {
        keepDraft(collection, id, { base: began, document: said.document });
        setBeginning((before) => (before.base === began ? before : { ...before, base: began }));
      }
    },
    [collection, id],
  );
  const takeUp = (taken: object) => {
    keepDraft(collection, id, { base: published, document: taken });
    begin({ base: published, document: taken });
  };
  return {
    ...{ base: held, beginning: document, round, edited, now, keptSince, edit, takeUp },
    isChanged: !isSame(now, held?.document),
    isOutdated: isTouched && held?.etag !== published?.etag,
    discard: () => {
      forgetDraft(collection, id);
      begin({ base: published, document: undefined });
    },
    putOnTop: () => {
      const merged = merge(held?.document, now, published?.document);
      takeUp(merged.document as object);
      return merged.conflicts;
    },
    settle: () => {
      forgetDraft(collection, id);
      begin({ base: null, document: undefined });
    },
  };
}

function beginningOf({ collection, id, published, change }: Place): Beginning {
  const kept = keptDraft(collection, id);
  const base = kept?.base ?? published;
  const document = (kept?.document ?? published?.document) as RuleDocument | undefined;
  const asked = change === undefined || document === undefined ? undefined : withAskedChange(document, change);
  return { base, document: asked ?? kept?.document, round: 0, keptSince: kept?.at ?? null };
}
