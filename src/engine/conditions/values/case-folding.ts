/*
 * Upper and lower case are one letter by Unicode's simple case folding, character by character: what `iu` means in a
 * regular expression. No language of the machine changes it; the Turkish ı and İ fold to nothing else.
 */

const DOTLESS = 'ı';
const ASCII = /^[\0-\x7f]*$/;

/** A text in which letters that differ only in case are the same. Its characters are as many as before. */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) folded += foldCharacter(character);
  return folded;
}

/** Texts folded, also those in a list; everything else as it is. */
export function folded(value: unknown): unknown {
  if (typeof value === 'string') return foldCase(value);
  return Array.isArray(value)
    ? value.map((item: unknown) => (typeof item === 'string' ? foldCase(item) : item))
    : value;
}

/** The characters other than itself that fold to a folded character: S and ſ of s. */
export function unfolded(character: string): readonly string[] {
  return (unfoldings ??= findUnfoldings()).get(character) ?? [];
}

let unfoldings: ReadonlyMap<string, readonly string[]> | undefined;

/** No letter behind this code point has an upper or lower case. */
const LAST_CASED = 0x1_ffff;

function findUnfoldings(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (let code = 0; code <= LAST_CASED; code++) {
    const character = String.fromCodePoint(code);
    const fold = foldCharacter(character);
    if (fold === character) continue;
    const others = found.get(fold);
    if (others === undefined) found.set(fold, [character]);
    else others.push(character);
  }
  return found;
}

/** Through the upper case, so that ς and σ, ſ and s meet; a mapping to several characters (ß to SS) does not count. */
function foldCharacter(character: string): string {
  if (character === DOTLESS) return character;
  const upper = oneCharacter(character.toUpperCase()) ?? character;
  return oneCharacter(upper.toLowerCase()) ?? upper;
}

function oneCharacter(text: string): string | undefined {
  return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length ? text : undefined;
}
