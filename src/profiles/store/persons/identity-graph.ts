/** An id's claim that counts: it belongs to `claimed` since `at`. */
export interface Claim {
  readonly claimed: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/**
 * The person of every id that is named, by id: where the claims lead to in the end. Where they lead in a circle, the
 * latest claim of the circle is left out, the one of the greatest id among equally late ones. A pure function of the
 * claims, so the order in which they came does not matter.
 */
export function personsOf(claims: ReadonlyMap<string, Claim>): ReadonlyMap<string, string> {
  const persons = new Map<string, string>();
  for (const start of claims.keys()) follow(start, claims, persons);
  return persons;
}

function follow(start: string, claims: ReadonlyMap<string, Claim>, persons: Map<string, string>): void {
  const path: string[] = [];
  const onPath = new Map<string, number>();
  let id = start;
  for (;;) {
    const known = persons.get(id);
    const claim = claims.get(id);
    const circle = onPath.get(id);
    const end = known ?? (circle === undefined ? undefined : brokenAt(path.slice(circle), claims));
    if (end !== undefined || claim === undefined) {
      const person = end ?? id;
      for (const passed of path) persons.set(passed, person);
      persons.set(id, person);
      return;
    }
    onPath.set(id, path.length);
    path.push(id);
    id = claim.claimed;
  }
}

/** The id of a circle whose claim is left out. */
function brokenAt(circle: readonly string[], claims: ReadonlyMap<string, Claim>): string | undefined {
  const at = (id: string) => claims.get(id)?.at ?? -Infinity;
  return circle.toSorted((a, b) => at(b) - at(a) || (a < b ? 1 : -1))[0];
}
