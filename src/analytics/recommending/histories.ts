import { type UserEvent } from '#strata/engine';
import { durationMilliseconds } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { FACT_DIALECTS } from '#strata/profiles/facts';
import { RELATIONS } from '#strata/profiles/store';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { type Interactions } from '#sdk';
import { itemsIn } from '../recommendations/index.js';
import { type AskedPerson } from './lists/question.js';

const DAY = 86_400_000;

/** How histories are read. */
interface HistoryReading {
  readonly database: Database;
  readonly document: RecommendationsAnalysis;
  /** Milliseconds since 1970: nothing that happened later counts. */
  readonly until: number;
  /** The number of an item; undefined where the recommender does not know it. */
  readonly numberOf: (item: string) => number | undefined;
}

/** What each of the people had, stored or told with the question: a row a person, in their order. */
export async function historiesOf(people: readonly AskedPerson[], reading: HistoryReading): Promise<Interactions> {
  const stored = await storedEvents(
    people.flatMap(({ person }) => person ?? []),
    reading,
  );
  return joined(
    people.map(({ person, events }) => historyIn([...(stored.get(person ?? '') ?? []), ...events], reading)),
  );
}

/** What the people did of what counts, by the id that was asked for. */
async function storedEvents(
  ids: readonly string[],
  { database, document, until }: HistoryReading,
): Promise<ReadonlyMap<string, readonly UserEvent[]>> {
  const read = (people: readonly string[]) =>
    database.run(async (manager) => {
      const rows = await manager.query<EventRow[]>(eventsSql(document, people, until));
      return byPerson(rows, itemProperties(document));
    });
  if (ids.length === 0) return new Map();
  const found = await read(ids);
  const [only = '', another] = ids;
  if (another !== undefined || found.size > 0) return found;
  // What somebody did is kept by the id of the person: by another one of theirs nothing is found.
  const owner = await ownerOf(database, only);
  const own = owner === null ? undefined : (await read([owner])).get(owner);
  return own === undefined ? found : new Map([[only, own]]);
}

/** Beside these the properties that name items, by {@link itemProperties}: texts, null where an event has none. */
interface EventRow {
  readonly user_id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly properties: readonly (string | null)[];
}

/** Ids as they are written are found in their part of the events: what is a parameter or computed is looked for in all of them. */
function eventsSql(document: RecommendationsAnalysis, people: readonly string[], until: number): string {
  const { interactions, within } = document;
  const { text, moment, milliseconds, property } = FACT_DIALECTS.postgres;
  const listed = (values: readonly string[]) => values.map(text).join(', ');
  const age = within === undefined ? null : durationMilliseconds(within);
  const since = age === null ? '' : ` and e.at > ${moment(until - age)}`;
  const texts = itemProperties(document).map((name) => property(name, 'e').text);
  return `
    select e.user_id, e.name, ${milliseconds('e.at')} as at, array[${texts.join(', ')}] as properties
    from ${RELATIONS.events} e
    where e.user_id in (${listed(people)}) and e.name in (${listed(interactions.map(({ event }) => event))})
      and e.at <= ${moment(until)}${since}`;
}

function itemProperties({ interactions }: RecommendationsAnalysis): readonly string[] {
  return [...new Set(interactions.map(({ item }) => item))];
}

/** The person that an id was merged into; null where it is nobody else's. */
async function ownerOf(database: Database, id: string): Promise<string | null> {
  const [row] = await database.run((manager) =>
    manager.query<{ person: string }[]>(`select m.person from ${RELATIONS.merged} m where m.id = $1`, [id]),
  );
  return row?.person ?? null;
}

function byPerson(rows: readonly EventRow[], properties: readonly string[]): ReadonlyMap<string, readonly UserEvent[]> {
  const people = new Map<string, UserEvent[]>();
  for (const { user_id: person, name, at, properties: values } of rows) {
    const told = properties.flatMap((property, place) => {
      const value = values[place] ?? null;
      return value === null ? [] : [[property, value] as const];
    });
    const events = people.get(person) ?? [];
    events.push({ name, at, properties: Object.fromEntries(told) });
    people.set(person, events);
  }
  return people;
}

/** What somebody had: weights and ages in days by the number of the item. */
type History = ReadonlyMap<number, { readonly weight: number; readonly age: number }>;

/** Of several events with one item the weightiest counts, and the latest. */
function historyIn(events: readonly UserEvent[], { document, until, numberOf }: HistoryReading): History {
  const history = new Map<number, { readonly weight: number; readonly age: number }>();
  for (const { event, item: property, member, weight = 1 } of document.interactions) {
    for (const { name, at, properties } of events) {
      if (name !== event || at > until || !Object.hasOwn(properties, property)) continue;
      for (const id of itemsIn(textOf(properties[property]), member)) {
        const item = numberOf(id);
        if (item === undefined) continue;
        const known = history.get(item);
        const age = (until - at) / DAY;
        history.set(item, {
          weight: Math.max(known?.weight ?? 0, weight),
          age: known === undefined ? age : Math.min(known.age, age),
        });
      }
    }
  }
  return history;
}

/** As the store gives a property. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

function joined(histories: readonly History[]): Interactions {
  const count = histories.reduce((sum, { size }) => sum + size, 0);
  const starts = new Uint32Array(histories.length + 1);
  const items = new Uint32Array(count);
  const weights = new Float32Array(count);
  const ages = new Float32Array(count);
  let at = 0;
  for (const [row, history] of histories.entries()) {
    for (const [item, { weight, age }] of [...history].sort(([a], [b]) => a - b)) {
      items[at] = item;
      weights[at] = weight;
      ages[at++] = age;
    }
    starts[row + 1] = at;
  }
  return { people: histories.length, starts, items, weights, ages };
}
