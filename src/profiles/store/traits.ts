import { canonicalJson } from '#strata/kernel';
import { type Properties } from '../calls/index.js';

/** A trait with the moment in which it was said; the value null takes it away. */
interface Said {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly value: unknown;
}

/** What was said about one id, by trait name: the latest word on each. */
export type Traits = ReadonlyMap<string, Said>;

/** Traits that were said together. */
export function traitsAt(at: number, values: Properties): Traits {
  return new Map(Object.entries(values).map(([name, value]) => [name, { at, value: value ?? null }]));
}

/**
 * The latest word on each trait. Of two in the same millisecond the one with the greater JSON text wins, so the order
 * and the number of times in which they are merged do not matter.
 */
export function mergeTraits(all: Iterable<Traits>): Traits {
  const merged = new Map<string, Said>();
  for (const traits of all) {
    for (const [name, said] of traits) {
      const other = merged.get(name);
      if (other === undefined || isLater(said, other)) merged.set(name, said);
    }
  }
  return merged;
}

function isLater(a: Said, b: Said): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return canonicalJson(a.value) > canonicalJson(b.value);
}

/** The attributes of a profile: the traits that were not taken away. */
export function attributesOf(traits: Traits): Properties {
  const known = [...traits].filter(([, { value }]) => value !== null);
  return Object.fromEntries(known.map(([name, { value }]) => [name, value]));
}

/** As they are stored, by the millisecond in which they were said: `{"1764000000000": {"city": "Shanghai"}}`. */
export function traitsToJson(traits: Traits): Properties {
  const groups = new Map<number, [string, unknown][]>();
  const sorted = [...traits].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, { at, value }] of sorted) {
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [[name, value]]);
    else group.push([name, value]);
  }
  const entries = [...groups].sort(([a], [b]) => a - b);
  return Object.fromEntries(entries.map(([at, members]) => [String(at), Object.fromEntries(members)]));
}

/** Reads what {@link traitsToJson} wrote. */
export function traitsFromJson(text: string): Traits {
  const groups = JSON.parse(text) as Record<string, Properties>;
  return mergeTraits(Object.entries(groups).map(([at, values]) => traitsAt(Number(at), values)));
}
