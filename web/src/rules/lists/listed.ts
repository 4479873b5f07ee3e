import { type Collection } from '../../api.js';
import { type RuleDocument } from '../documents.js';
import { type WORDS } from '../words.js';

/** A published document as its list shows it. */
export interface Listed extends RuleDocument {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
}

type RuleWords = (typeof WORDS)['en'];

/**
 * What a document is about; null where its condition says it.
 *
 * @param condition what its own condition says, as far as that is known
 */
export function sentenceOf(
  collection: Collection,
  document: RuleDocument,
  {
    words,
    titleOf,
    condition,
  }: {
    readonly words: RuleWords;
    readonly titleOf: (id: string) => string;
    readonly condition: string | undefined;
  },
): string | null {
  switch (collection) {
    case 'strategies': {
      const offers = namesOf(document['offers']).join(words.and);
      const segment = document['segment'];
      return words.offersTo(offers, typeof segment === 'string' ? titleOf(segment) : (condition ?? words.whoMeets));
    }
    case 'segments':
      return null;
    case 'facts':
      return sourceOf(document['from'], words);
    case 'campaigns':
      return words.runs(titleOf(String(document['strategy'])));
    case 'models': {
      const label = document['label'];
      return isFields(label) ? words.predicts(String(label['event'] ?? label['column'])) : null;
    }
    case 'analyses':
      return words.analysisKind(String(document['kind']));
  }
}

function sourceOf(from: unknown, { fact }: RuleWords): string | null {
  if (!isFields(from)) return null;
  const { profile, events, computed } = from;
  if (typeof profile === 'string') return fact.profile(profile);
  if (isFields(events)) return fact.events(String(events['measure']), String(events['name']));
  if (isFields(computed)) return fact.computed(String(computed['analysis']));
  return 'ratio' in from ? fact.ratio : fact.firstOf;
}

function namesOf(offers: unknown): readonly string[] {
  if (!Array.isArray(offers)) return [];
  return offers.filter(isFields).map(({ id, title }) => String(title === undefined || title === '' ? id : title));
}

function isFields(value: unknown): value is RuleDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whose people a document reaches: the condition of a segment, or the segment of a strategy; undefined of others. */
export function conditionOf(collection: Collection, document: RuleDocument): unknown {
  if (collection === 'segments') return document['condition'];
  return collection === 'strategies' ? document['segment'] : undefined;
}

/** Whether a document is called so, or has this in its id. */
export function isCalled({ id, title = '', description = '' }: Listed, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return [id, title, description].some((text) => text.toLowerCase().includes(wanted));
}

/** A person as histories name him, without the id of the key. */
export function personOf(by: string): string {
  return by === 'strata' ? 'Strata' : by.replace(/ \([0-9a-f-]{36}\)$/, '');
}
