import { type FormGroup, type FormRow, isGroup } from './form.js';

/** A row or a group, and where it stands in the document. */
export interface Placed {
  readonly part: FormRow | FormGroup;
  /** JSON pointer of the part; of a group that is denied, of what denies it. */
  readonly pointer: string;
}

/** The parts of a form with their places, each before those inside of it. @param pointer of the condition */
export function placesOf(form: FormGroup, pointer: string): readonly Placed[] {
  const [only] = form.rules;
  if (form.isBare === true && form.rules.length === 1 && only !== undefined && !isGroup(only) && !form.not) {
    return [{ part: only, pointer }];
  }
  return placesIn(form, pointer);
}

function placesIn(part: FormRow | FormGroup, pointer: string): readonly Placed[] {
  if (!isGroup(part)) return [{ part, pointer }];
  const inside = `${pointer}${part.not ? '/not' : ''}/${part.combinator}`;
  return [{ part, pointer }, ...part.rules.flatMap((each, index) => placesIn(each, `${inside}/${String(index)}`))];
}

/** What is said about places, by the id of the innermost part that it is about. */
export function byPart<T extends { readonly pointer?: string | undefined }>(
  places: readonly Placed[],
  told: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const each of told) {
    const innermost = places.findLast(({ pointer }) => isInside(each.pointer ?? '', pointer));
    if (innermost === undefined) continue;
    found.set(innermost.part.id, [...(found.get(innermost.part.id) ?? []), each]);
  }
  return found;
}

/** Whether a JSON pointer names a place or something inside of it. */
export function isInside(pointer: string, place: string): boolean {
  return pointer === place || pointer.startsWith(`${place}/`);
}
