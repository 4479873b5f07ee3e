import { durationMilliseconds } from '#strata/kernel';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { type Interactions } from '#sdk';
import { type EventHome, type WantedEvents } from '../sources/index.js';

/** Who had to do with which items: an entry a person, item and event, by person and item. */
export interface InteractionLog {
  /** Ids, in the order of their code units. */
  readonly people: readonly string[];
  /** Ids, in the order of their code units. */
  readonly items: readonly string[];
  readonly person: Uint32Array;
  readonly item: Uint32Array;
  readonly weight: Float32Array;
  /** Milliseconds since 1970: when it was first, and last. */
  readonly first: Float64Array;
  readonly last: Float64Array;
}

/** Which interactions are meant. */
export type MeantInteractions = Pick<RecommendationsAnalysis, 'interactions' | 'within'>;

const DAY = 86_400_000;

/** What is wanted of the events of one kind of interaction. @param until milliseconds since 1970 */
export function wantedOf({ interactions, within }: MeantInteractions, place: number, until: number): WantedEvents {
  const { event = '', item = '' } = interactions[place] ?? {};
  const age = within === undefined ? null : durationMilliseconds(within);
  return {
    events: [event],
    columns: { item: { property: item, type: 'string' } },
    ...(age === null ? {} : { after: until - age }),
  };
}

/**
 * The interactions until a moment.
 *
 * @param until milliseconds since 1970
 * @param among a relation of people (`user_id`), by a condition over `user_id`: whose; everybody's unless told
 */
export async function readInteractions(
  home: EventHome,
  meant: MeantInteractions,
  until: number,
  among?: (people: string) => string,
): Promise<InteractionLog> {
  const log = new GrowingLog();
  for (const [kind, { member, weight = 1 }] of meant.interactions.entries()) {
    const sqlOf = (whose: string) => {
      const only = among === undefined ? '' : ` and user_id in (select user_id from ${among(whose)} meant)`;
      return `
      select user_id, item, cast(min("at") as double precision) as first, cast(max("at") as double precision) as last
      from ${home.rows(wantedOf(meant, kind, until), whose)} interactions where item is not null${only} group by user_id, item`;
    };
    for await (const rows of home.inParts<LogRow>(sqlOf)) {
      for (const row of rows) log.add(row, itemsIn(row.item, member), weight);
    }
  }
  return log.sorted();
}

interface LogRow {
  readonly user_id: string;
  readonly item: string;
  readonly first: number;
  readonly last: number;
}

/** The items that a property names: itself, or those of a list in JSON. */
export function itemsIn(text: string, member: string | undefined): readonly string[] {
  if (!text.startsWith('[') && !text.startsWith('{')) return text === '' ? [] : [text];
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [text];
  }
  return [parsed].flat().flatMap((each: unknown) => {
    const named = typeof each === 'object' && each !== null && member !== undefined ? memberOf(each, member) : each;
    return typeof named === 'string' || typeof named === 'number' ? [String(named)] : [];
  });
}

function memberOf(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Entries as they come, numbered in the order in which they came. */
class GrowingLog {
  readonly #people = new Map<string, number>();
  readonly #items = new Map<string, number>();
  readonly #columns = {
    person: new Growing(),
    item: new Growing(),
    weight: new Growing(),
    first: new Growing(),
    last: new Growing(),
  };

  add({ user_id: person, first, last }: LogRow, items: readonly string[], weight: number): void {
    for (const item of items) {
      this.#columns.person.push(numberIn(this.#people, person));
      this.#columns.item.push(numberIn(this.#items, item));
      this.#columns.weight.push(weight);
      this.#columns.first.push(first);
      this.#columns.last.push(last);
    }
  }

  sorted(): InteractionLog {
    const people = [...this.#people.keys()].sort();
    const items = [...this.#items.keys()].sort();
    const { person, item, weight, first, last } = this.#columns;
    const persons = renumbered(person.values(), this.#people, people);
    const had = renumbered(item.values(), this.#items, items);
    const given = Uint32Array.from({ length: persons.length }, (_, place) => place);
    const order = stably(persons, people.length, stably(had, items.length, given));
    const float = (column: Growing): Float64Array =>
      Float64Array.from(order, (place) => column.values()[place] ?? Number.NaN);
    return {
      people,
      items,
      person: Uint32Array.from(order, (place) => persons[place] ?? 0),
      item: Uint32Array.from(order, (place) => had[place] ?? 0),
      weight: Float32Array.from(float(weight)),
      first: float(first),
      last: float(last),
    };
  }
}

/** A column that grows. */
class Growing {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(2 * this.#length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.#length++] = value;
  }

  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

function numberIn(numbers: Map<string, number>, id: string): number {
  const known = numbers.get(id);
  if (known !== undefined) return known;
  numbers.set(id, numbers.size);
  return numbers.size - 1;
}

function renumbered(column: Float64Array, before: ReadonlyMap<string, number>, ids: readonly string[]): Uint32Array {
  const after = new Uint32Array(ids.length);
  ids.forEach((id, number) => (after[before.get(id) ?? 0] = number));
  return Uint32Array.from(column, (number) => after[number] ?? 0);
}

/** The places in the order of their keys, those with equal keys as they were given. */
function stably(keys: Uint32Array, count: number, places: Uint32Array): Uint32Array {
  const next = new Uint32Array(count + 1);
  for (const key of keys) next[key + 1] = (next[key + 1] ?? 0) + 1;
  for (let key = 0; key < count; key++) next[key + 1] = (next[key + 1] ?? 0) + (next[key] ?? 0);
  const ordered = new Uint32Array(places.length);
  for (const place of places) {
    const key = keys[place] ?? 0;
    const at = next[key] ?? 0;
    next[key] = at + 1;
    ordered[at] = place;
  }
  return ordered;
}

/** What to take of a log. */
export interface LogView {
  /** Milliseconds since 1970: only what happened until then, and ages are before it. */
  readonly until: number;
  /** The number that the recommender knows an item of the log by; rising, and undefined where it does not know it. */
  readonly numberOf: (item: string) => number | undefined;
}

/** The interactions of everybody in the log, as recommenders take them. */
export function interactionsOf(log: InteractionLog, { until, numberOf }: LogView): Interactions {
  const numbers = log.items.map((id) => numberOf(id));
  const starts = new Uint32Array(log.people.length + 1);
  const items = new Uint32Array(log.item.length);
  const weights = new Float32Array(log.item.length);
  const ages = new Float32Array(log.item.length);
  let found = 0;
  let before = { person: -1, item: -1 };
  for (let place = 0; place < log.item.length; place++) {
    const person = log.person[place] ?? 0;
    const item = numbers[log.item[place] ?? 0];
    const first = log.first[place] ?? Infinity;
    if (item === undefined || first > until) continue;
    const last = log.last[place] ?? first;
    const age = (until - (last > until ? first : last)) / DAY;
    const weight = log.weight[place] ?? 0;
    // Events of several names with one item stand beside each other.
    const isNew = before.person !== person || before.item !== item;
    const at = isNew ? found++ : found - 1;
    items[at] = item;
    weights[at] = isNew ? weight : Math.max(weights[at] ?? 0, weight);
    ages[at] = isNew ? age : Math.min(ages[at] ?? Infinity, age);
    if (isNew) starts[person + 1] = (starts[person + 1] ?? 0) + 1;
    before = { person, item };
  }
  for (let person = 0; person < log.people.length; person++) {
    starts[person + 1] = (starts[person + 1] ?? 0) + (starts[person] ?? 0);
  }
  return {
    people: log.people.length,
    starts,
    items: items.slice(0, found),
    weights: weights.slice(0, found),
    ages: ages.slice(0, found),
  };
}

/** The history of somebody of whom nothing is known. */
export function emptyHistory(): Interactions {
  return {
    people: 1,
    starts: new Uint32Array(2),
    items: new Uint32Array(),
    weights: new Float32Array(),
    ages: new Float32Array(),
  };
}
