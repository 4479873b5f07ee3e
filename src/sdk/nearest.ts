import { adviceFor, isLanguageWord, isSynonym, plainName, synonymOf } from './synonyms.js';

/** A misspelt name is at most this share of its length away from the name that was meant. */
const CLOSE_ENOUGH = 0.5;

/**
 * The known name that was meant, for "did you mean" messages: the same but for case and marks, what other rule languages
 * call it (`>=`, `$gte`, `and`), else the nearest by Levenshtein distance. A name that says something else than what was
 * written (the opposite, another bound) is never given, however near it is: undefined where nothing is left.
 */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const plain = plainName(written);
  const same = plain === '' ? undefined : names.find((name) => plainName(name) === plain);
  if (same !== undefined) return same;
  const synonym = synonymOf(written, names);
  if (synonym !== undefined) return synonym;
  if (adviceFor(written, names) !== undefined) return undefined;
  // What is known to mean something else of the language is no misspelling of one of its words.
  return misspelt(written, isSynonym(written) ? names.filter((name) => !isLanguageWord(name)) : names);
}

function misspelt(written: string, names: readonly string[]): string | undefined {
  const meaning = meaningOf(written);
  const letters = written.slice(0, 64).toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(Math.min(written.length, 64) * CLOSE_ENOUGH)) + 1;
  for (const name of names) {
    const distance = distanceBelow(least, letters, name.slice(0, 64).toLowerCase());
    if (distance < least && !contradicts(meaning, meaningOf(name))) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

/** What a name's words say that a suggestion must not turn round. */
interface Meaning {
  readonly denied: boolean;
  readonly inclusive: boolean;
  /** The side of each pair of opposites that the name takes: `less` of less and greater. */
  readonly sides: ReadonlyMap<number, number>;
}

const DENIALS = new Set(['not', 'no', 'non', 'never', 'without', 'doesnt', 'isnt', 'none']);
const INCLUSIONS = new Set(['inclusive', 'incl', 'inc', 'equal', 'equals', 'eq']);
const OPPOSITES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['less', 'before', 'below', 'under', 'lower', 'smaller'],
    ['greater', 'after', 'above', 'over', 'higher', 'more'],
  ],
  [['first'], ['last']],
  [
    ['min', 'minimum'],
    ['max', 'maximum'],
  ],
  [
    ['start', 'starts', 'from', 'begins'],
    ['end', 'ends', 'to', 'until'],
  ],
  [['asc'], ['desc']],
  [['with'], ['without']],
  [
    ['some', 'any'],
    ['every', 'all'],
  ],
  [['since', 'ago'], ['until']],
];
/** The pair whose sides may include their bound. */
const ORDER = 0;

function meaningOf(name: string): Meaning {
  const words = name
    .slice(0, 64)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const sides = new Map<number, number>();
  OPPOSITES.forEach((pair, index) => {
    const side = pair.findIndex((each) => each.some((word) => words.includes(word)));
    if (side !== -1) sides.set(index, side);
  });
  return {
    denied: words.some((word) => DENIALS.has(word)),
    inclusive: sides.has(ORDER) && words.some((word) => INCLUSIONS.has(word)),
    sides,
  };
}

function contradicts(written: Meaning, name: Meaning): boolean {
  if (written.denied !== name.denied) return true;
  if (written.sides.has(ORDER) && written.inclusive !== name.inclusive) return true;
  return [...written.sides].some(([pair, side]) => name.sides.has(pair) && name.sides.get(pair) !== side);
}

/** The known name that is the same but for one letter (more, less, another, two exchanged), for case or for marks. */
export function nearSpelling(written: string, known: Iterable<string>): string | undefined {
  const plain = plainName(written);
  for (const name of known) if (plainName(name) === plain || isOneEditAway(plain, plainName(name))) return name;
  return undefined;
}

/** Below this length another letter makes another word. */
const SHORTEST_MISSPELT = 5;

function isOneEditAway(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < SHORTEST_MISSPELT || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const rest = (text: string, from: number) => text.slice(from);
  if (a.length > b.length) return rest(a, start + 1) === rest(b, start);
  if (a.length < b.length) return rest(a, start) === rest(b, start + 1);
  const isExchanged = a[start] === b[start + 1] && a[start + 1] === b[start];
  return rest(a, start + 1) === rest(b, start + 1) || (isExchanged && rest(a, start + 2) === rest(b, start + 2));
}

/**
 * The Levenshtein distance of two names where it is below `limit`, else `limit` or more: most of many names are told from
 * the written one by their length alone, or after a few letters.
 */
function distanceBelow(limit: number, a: string, b: string): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const distance = Math.min(substituted, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1);
      current.push(distance);
      if (distance < least) least = distance;
    }
    if (least >= limit) return limit;
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
