import { jsonPointer, numberWords } from '#strata/kernel';
import { type Problem } from '#sdk';

/** What a document may hold at most. Looked at before anything that costs more than reading it. */
export const EXTENT = {
  /** Values inside of each other: more were not written by people and would exhaust the stack. */
  levels: 64,
  /** Values all in all: members, items, texts, numbers. */
  parts: 50_000,
  /** Characters of one text, or of a key. */
  text: 10_000,
  /** Characters of all texts and keys together. */
  characters: 1_000_000,
} as const;

/**
 * What makes a document too large to be looked at, or holds text that no document may hold: control characters (escape
 * codes act on a terminal, others break lists), marks that turn the direction of writing round, halves of characters. Line
 * breaks and tabs are allowed only in what is handed over as it is: the `content` of an offer and the `options` of a plugin.
 *
 * Takes time in proportion to the document, up to its limits, and no stack.
 */
export function extentProblems(content: unknown): readonly Problem[] {
  return new ExtentWalk().problems(content);
}

/** A value, the key under which it stands, and what it stands in. */
interface Place {
  readonly value: unknown;
  readonly key: PropertyKey;
  readonly above: Place | null;
  readonly level: number;
  /** Inside of what is handed over as it is. */
  readonly handedOver: boolean;
}

const MOST_TOLD = 20;

class ExtentWalk {
  readonly #problems: Problem[] = [];
  #parts = 0;
  #characters = 0;

  problems(content: unknown): readonly Problem[] {
    const open: Place[] = [{ value: content, key: '', above: null, level: 0, handedOver: false }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (this.#exceeds(place)) return this.#problems;
      const { value } = place;
      if (typeof value === 'string') this.#text(value, place);
      else if (typeof value === 'object' && value !== null) this.#enter(value, place, open);
      if (this.#problems.length >= MOST_TOLD) return this.#problems;
    }
    return this.#problems;
  }

  /** A limit of the whole document, which ends the walk. */
  #exceeds(place: Place): boolean {
    this.#parts += 1;
    if (place.level > EXTENT.levels) {
      return this.#report(place, 'This is nested too deeply', `at most ${EXTENT.levels} levels`);
    }
    if (this.#parts > EXTENT.parts) {
      return this.#report(null, 'The document has too many parts', `at most ${told(EXTENT.parts)} values`);
    }
    if (this.#characters > EXTENT.characters) {
      return this.#report(null, 'The document is too long', `at most ${told(EXTENT.characters)} characters`);
    }
    return false;
  }

  #enter(value: object, above: Place, open: Place[]): void {
    const level = above.level + 1;
    if (Array.isArray(value)) {
      const items = value as readonly unknown[];
      const most = Math.min(items.length, EXTENT.parts + 1);
      for (let key = most - 1; key >= 0; key--) {
        open.push({ value: items[key], key, above, level, handedOver: above.handedOver });
      }
      return;
    }
    const members: readonly (readonly [string, unknown])[] = Object.entries(value).slice(0, EXTENT.parts + 1);
    for (const [key, member] of members.toReversed()) {
      const place = { value: member, key, above, level, handedOver: above.handedOver || isHandedOver(key, above) };
      this.#text(key, { ...place, key: key.slice(0, 64) });
      if (key === '__proto__') this.#report(place, 'The key "__proto__" is not allowed', 'another name');
      else open.push(place);
    }
  }

  #text(text: string, place: Place): void {
    this.#characters += Math.min(text.length, EXTENT.text);
    if (text.length > EXTENT.text) {
      this.#report(place, `Found a text of ${told(text.length)} characters`, `at most ${told(EXTENT.text)}`);
      return;
    }
    const found = (place.handedOver ? FORBIDDEN_ANYWHERE : FORBIDDEN).exec(text);
    if (found !== null) {
      const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      this.#report(place, `The text holds the character U+${code}`, ALLOWED);
    } else if (/\p{Surrogate}/u.test(text)) {
      this.#report(place, 'The text holds half of a character (a lone surrogate)', ALLOWED);
    }
  }

  #report(place: Place | null, message: string, expected: string): true {
    this.#problems.push({ message, pointer: jsonPointer(place === null ? [] : pathOf(place)), expected });
    return true;
  }
}

const ALLOWED = 'text without control characters';

/* eslint-disable no-control-regex -- they are what is looked for */
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
/** Line feed, carriage return, tab and line separators are allowed. */
const FORBIDDEN_ANYWHERE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/* eslint-enable no-control-regex */

/** `/options` of a model, `/offers/…/content` of a strategy. */
function isHandedOver(key: string, above: Place): boolean {
  if (key === 'options') return above.level === 0;
  return key === 'content' && above.level === 2 && above.above?.key === 'offers';
}

function pathOf(place: Place): readonly PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let each: Place = place; each.above !== null; each = each.above) path.push(each.key);
  // A pointer that is as deep as what was refused helps nobody.
  return path.toReversed().slice(0, 20);
}

function told(count: number): string {
  return numberWords(count);
}
