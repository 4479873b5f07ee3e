import { type Dispatch, type SetStateAction, useState } from 'react';

/** Why a text is no document, and where. */
export type Fault = { readonly from: number; readonly to: number } & (
  { readonly kind: 'syntax' } | { readonly kind: 'repeated'; readonly name: string }
);

/** A document while it is written: as text, and as what the text says. */
export interface Draft {
  readonly text: string;
  /** What the text says; what it said last where it is no document now. */
  readonly document: object;
  /** Null where the text is a document. */
  readonly fault: Fault | null;
}

/** A draft that begins as a document, and how it changes. */
export function useDraft(beginning: object): readonly [Draft, Dispatch<SetStateAction<Draft>>] {
  return useState<Draft>(() => draftOf(beginning));
}

/** A document as a draft. */
export function draftOf(document: object): Draft {
  return { text: JSON.stringify(document, null, 2), document, fault: null };
}
