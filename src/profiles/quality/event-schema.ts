import { type Properties } from '../calls/index.js';

/** Kinds of values that JSON tells apart; null is no value. */
export const KINDS = ['string', 'number', 'boolean', 'list', 'object'] as const;
export type ValueKind = (typeof KINDS)[number];

/** So many of the first events of a name tell what the later ones should look like. */
export const LEARNED_FROM = 1000;
/** Properties of one event beyond these are not learned: such names are values. */
const MOST_PROPERTIES = 200;

/** What was seen in the events of one name. */
export interface SeenProperties {
  /** Events that were looked at. */
  events: number;
  readonly properties: Map<string, { readonly kinds: Set<ValueKind>; seen: number }>;
}

/** What is not as it was learned. */
export interface PropertyIssue {
  readonly issue: 'unknownProperty' | 'wrongType' | 'missingRequired';
  readonly property: string;
}

/** Nothing seen yet. */
export function nothingSeen(): SeenProperties {
  return { events: 0, properties: new Map() };
}

/** Adds an event to what was seen. */
export function addEvent(seen: SeenProperties, properties: Properties): void {
  seen.events++;
  for (const [name, value] of Object.entries(properties)) {
    const kind = kindOf(value);
    if (kind !== null) addProperty(seen, name, { kinds: [kind], seen: 1 });
  }
}

/** Adds what was seen elsewhere. */
export function addSeen(seen: SeenProperties, more: SeenProperties): void {
  seen.events += more.events;
  for (const [name, property] of more.properties) addProperty(seen, name, property);
}

/**
 * Compares an event with what was learned: its properties were all seen before, with values of the same kind, and those
 * that every event had are there.
 */
export function issuesOf(learned: SeenProperties, properties: Properties): readonly PropertyIssue[] {
  const issues: PropertyIssue[] = [];
  for (const [property, value] of Object.entries(properties)) {
    const kind = kindOf(value);
    if (kind === null) continue;
    const known = learned.properties.get(property);
    if (known === undefined) issues.push({ issue: 'unknownProperty', property });
    else if (!known.kinds.has(kind)) issues.push({ issue: 'wrongType', property });
  }
  for (const [property, { seen }] of learned.properties) {
    if (seen < learned.events) continue;
    if (!Object.hasOwn(properties, property) || kindOf(properties[property]) === null) {
      issues.push({ issue: 'missingRequired', property });
    }
  }
  return issues;
}

/** As it is stored, the names in order. */
export function seenToJson({ properties }: SeenProperties): Properties {
  const sorted = [...properties].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, { kinds, seen }]) => [name, { types: [...kinds].sort(), seen }]));
}

/** What {@link seenToJson} wrote. */
export type StoredProperties = Readonly<
  Record<string, { readonly types: readonly ValueKind[]; readonly seen: number }>
>;

/** Reads what {@link seenToJson} wrote. */
export function seenFromJson(events: number, stored: StoredProperties): SeenProperties {
  const known = Object.entries(stored).map(
    ([name, { types, seen }]) => [name, { kinds: new Set(types), seen }] as const,
  );
  return { events, properties: new Map(known) };
}

function addProperty(
  { properties }: SeenProperties,
  name: string,
  more: { readonly kinds: Iterable<ValueKind>; readonly seen: number },
): void {
  const known = properties.get(name);
  if (known !== undefined) {
    for (const kind of more.kinds) known.kinds.add(kind);
    known.seen += more.seen;
  } else if (properties.size < MOST_PROPERTIES) {
    properties.set(name, { kinds: new Set(more.kinds), seen: more.seen });
  }
}

function kindOf(value: unknown): ValueKind | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}
