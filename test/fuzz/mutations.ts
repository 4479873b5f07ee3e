import fc from 'fast-check';

const anything = fc.anything({ withNullPrototype: false, maxDepth: 4 });
/** Values that trip up whoever does not expect them. */
export const nasty = fc.oneof(
  anything,
  fc.constantFrom(null, '', '\u0000', '\ud800', '__proto__', 'constructor', 1e308, -0, 'a'.repeat(20_000), [], {}),
  fc.constantFrom('2026-99-99', 'sha256:', '../../etc/passwd', "'; drop table decisions; --", '(a+)+$'),
);
/** A valid document with some of its values replaced, removed or added, at any depth. */
export function mutated(document: object): fc.Arbitrary<unknown> {
  const places = placesOf(document);
  const edit = fc.tuple(fc.constantFrom(...places), fc.constantFrom('replace', 'remove', 'add'), nasty);
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map((edits) => {
    const copy = structuredClone(document);
    for (const [place, kind, value] of edits) applyEdit(copy, place, kind, value);
    return copy;
  });
}

type Container = Record<string, unknown>;

function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, child]) => placesOf(child, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function applyEdit(document: object, place: readonly string[], kind: string, value: unknown): void {
  let parent = document as Container;
  for (const key of place.slice(0, -1)) {
    const child = parent[key];
    if (typeof child !== 'object' || child === null) return;
    parent = child as Container;
  }
  const last = place.at(-1)!;
  if (kind === 'remove') Reflect.deleteProperty(parent, last);
  else if (kind === 'add') parent[`${last}x`] = value;
  else parent[last] = value;
}

/** The value as JSON, or something like it where there is none. */
export function serialised(value: unknown): string {
  if (value === undefined) return 'undefined';
  try {
    return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  } catch {
    return '[';
  }
}
