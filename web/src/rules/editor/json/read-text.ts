import { type Draft, type Fault } from '../draft.js';
import { repeatedMember } from './json-places.js';

/** The draft with another text. */
export function withText(draft: Draft, text: string): Draft {
  const read = readText(text);
  return 'fault' in read ? { ...draft, text, fault: read.fault } : { text, document: read.document, fault: null };
}

/** The document of a text, or why it is none. */
function readText(text: string): { readonly document: object } | { readonly fault: Fault } {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      return { fault: { kind: 'syntax', from: 0, to: text.length } };
    }
    const repeated = repeatedMember(text);
    return repeated === undefined ? { document } : { fault: { kind: 'repeated', ...repeated } };
  } catch (error) {
    return { fault: { kind: 'syntax', ...placeOf(error, text) } };
  }
}

/** Where the browser says that a text stops being JSON, else its end. */
function placeOf(error: unknown, text: string): { readonly from: number; readonly to: number } {
  const said = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  const from = Math.min(Number(said ?? text.length), Math.max(0, text.length - 1));
  return { from, to: Math.min(text.length, from + 1) };
}
