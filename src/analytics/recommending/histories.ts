import { type Database } from '#strata/platform/database';
import { FACT_DIALECTS } from '#strata/profiles/facts';
import { RELATIONS } from '#strata/profiles/store';
import { type RecommendationsAnalysis } from '#strata/rulebook/schemas';
import { type Interactions } from '#sdk';
import { interactionsOf, itemsIn, readInteractions } from '../recommendations/index.js';
import { openEvents } from '../sources/index.js';
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
  const stored = await storedHistories(
    people.flatMap(({ person }) => person ?? []),
    reading,
  );
  return joined(people.map((each) => withTold(stored.get(each.person ?? ''), each, reading)));
}

/** What somebody had: weights and ages in days by the number of the item. */
type History = ReadonlyMap<number, { readonly weight: number; readonly age: number }>;

async function storedHistories(
  ids: readonly string[],
  { database, document, until, numberOf }: HistoryReading,
): Promise<ReadonlyMap<string, History>> {
  if (ids.length === 0) return new Map();
  const events = await openEvents(
    { source: { kind: 'stored', database }, until },
    { wanted: { events: [], columns: {} } },
  );
  // A few people are found by an index: what large sets are planned with would only cost round trips.
  const home = { ...events, query: <T>(sql: string) => database.run((manager) => manager.query<T[]>(sql)) };
  const read = async (people: readonly string[]) => {
    // Ids as they are written are found in their part of the events: what is computed is looked for in all of them.
    const whose = `user_id in (${people.map((id) => FACT_DIALECTS.postgres.text(id)).join(', ')})`;
    const log = await readInteractions(home, document, until, whose);
    const found = interactionsOf(log, { until, numberOf });
    return new Map(log.people.map((id, row) => [id, historyIn(found, row)]));
  };
  const [only = '', another] = ids;
  if (another !== undefined) return await read(ids);
  const [owner, found] = await Promise.all([ownerOf(database, only), read(ids)]);
  if (owner === null) return found;
  const own = (await read([owner])).get(owner);
  return own === undefined ? new Map() : new Map([[only, own]]);
}

/** The person that an id was merged into; null where it is nobody else's. */
async function ownerOf(database: Database, id: string): Promise<string | null> {
  const [row] = await database.run((manager) =>
    manager.query<{ person: string }[]>(`select m.person from ${RELATIONS.merged} m where m.id = $1`, [id]),
  );
  return row?.person ?? null;
}

function historyIn({ starts, items, weights, ages }: Interactions, row: number): History {
  const history = new Map<number, { weight: number; age: number }>();
  for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at++) {
    history.set(items[at] ?? 0, { weight: weights[at] ?? 0, age: ages[at] ?? Number.NaN });
  }
  return history;
}

/** The weightiest counts, and the latest, as among what is stored. */
function withTold(
  stored: History = new Map(),
  { events }: Pick<AskedPerson, 'events'>,
  { document, until, numberOf }: HistoryReading,
): History {
  if (events.length === 0) return stored;
  const history = new Map(stored);
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
