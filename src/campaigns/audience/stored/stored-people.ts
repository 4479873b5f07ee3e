import { join } from 'node:path';
import { type EventMeasure, type EventQuery, type FactCatalogue, type FactDefinition } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { factsSql } from '#strata/profiles/facts';
import { RELATIONS, resolvePersons } from '#strata/profiles/store';
import { encodeRows, type ParquetColumn, ParquetFile, type ParquetField } from '#strata/tables/parquet';
import { type AudiencePart, columnName, NO_STATE } from '../people/audience.js';
import { type NeededFact } from '../people/needed-facts.js';

/** What is read of the people who are stored. */
export interface StoredReading {
  readonly database: Database;
  readonly facts: readonly NeededFact[];
  readonly catalogue: FactCatalogue;
  readonly timeZone: string;
  /** Milliseconds since 1970, UTC: the moment that the facts are of. */
  readonly now: number;
  readonly folder: string;
  /** About how many people are read, drawn by a hash of their ids; everybody unless told. */
  readonly sample?: number | undefined;
  /** Ids of those who are read, some thousands at a time; everybody unless told. */
  readonly named?: AsyncIterable<readonly string[]> | undefined;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/** People a statement: on the embedded database others get their turn between two. */
const PEOPLE_A_STEP = { pglite: 5_000, postgres: 20_000 } as const;

/** The planner cannot know how few people a step has, nor how cheap they are. */
const PLANNING = ['enable_nestloop = off', 'jit = off'] as const;

/** People of the store as part of an audience. */
export interface StoredPart {
  readonly part: AudiencePart;
  /** How many people are stored, where the part is a sample of them; null where it holds everybody. */
  readonly base: number | null;
  /** How many of `named` are not stored. */
  readonly unknown: number;
}

/**
 * Puts everybody who is stored, a sample, or those who are named, with the facts that are read into a Parquet file of the run, as part of an
 * audience. Of a sample the database reads no more than these people and their events.
 */
export async function storedPart(reading: StoredReading): Promise<StoredPart> {
  const { base, places } = await drawn(reading);
  const counts = { unknown: 0 };
  const found = reading.named === undefined ? peopleIn(reading, places) : namedIn(reading, reading.named, counts);
  const file = join(reading.folder, 'stored.parquet');
  const groups: number[] = [];
  await ParquetFile.write(file, [{ name: 'id', type: 'text' }, ...reading.facts.map(fieldOf)], async (parquet) => {
    for await (const people of found) {
      reading.signal?.throwIfAborted();
      await parquet.append(encodeRows(columnsOf(people, reading.facts), people.length));
      groups.push(people.length);
    }
  });
  const part: AudiencePart = {
    file,
    rows: groups.reduce((sum, rows) => sum + rows, 0),
    groups,
    id: 'id',
    columns: reading.facts.map((_, place) => columnName(place)),
    state: NO_STATE,
  };
  return { part, base: base === null ? null : Math.max(base, part.rows), ...counts };
}

/** A hash puts every person on one of so many places; those on the first ones are drawn. */
const PLACES = 2 ** 20;

interface Drawn {
  readonly base: number | null;
  /** {@link PLACES} where everybody is read. */
  readonly places: number;
}

async function drawn({ database, sample = Infinity, named }: StoredReading): Promise<Drawn> {
  const everybody = { base: null, places: PLACES };
  if (sample === Infinity || named !== undefined) return everybody;
  const [row] = await database.run((manager) =>
    manager.query<{ readonly people: string }[]>(`select count(*)::text as people from ${RELATIONS.profiles} p`),
  );
  const people = Number(row?.people ?? 0);
  return sample >= people ? everybody : { base: people, places: Math.ceil((PLACES * sample) / people) };
}

type StoredPerson = Readonly<Record<string, unknown>> & { readonly _user_id: string };

async function* peopleIn(reading: StoredReading, places: number): AsyncGenerator<readonly StoredPerson[]> {
  const { database } = reading;
  const sql = statementOf(reading, drawnPeople(places));
  const people = Math.ceil((PEOPLE_A_STEP[database.kind] * PLACES) / places);
  for (let after: string | null = null, isLast = false; !isLast;) {
    const until: string | null = await endOfStep(database, after, people);
    isLast = until === null;
    const found = await storedIn(reading, sql, [after, until]);
    if (found.length > 0) yield found;
    after = until;
  }
}

/** Of the people who are named those who are stored, by whatever of their ids. @param counts those who are not are added */
async function* namedIn(
  reading: StoredReading,
  named: AsyncIterable<readonly string[]>,
  counts: { unknown: number },
): AsyncGenerator<readonly StoredPerson[]> {
  const sql = statementOf(reading, { among: AMONG_NAMED, drawn: '', events: EVENTS_OF_PERSON });
  for await (const ids of named) {
    const persons = await reading.database.run((manager) => resolvePersons(manager, ids));
    const found = await storedIn(reading, sql, [[...new Set(persons.values())]]);
    const stored = new Set(found.map(({ _user_id: id }) => id));
    counts.unknown += ids.filter((id) => !stored.has(persons.get(id) ?? '')).length;
    if (found.length > 0) yield found;
  }
}

async function storedIn(
  { database, now }: StoredReading,
  sql: string,
  who: readonly unknown[],
): Promise<readonly StoredPerson[]> {
  return await database.transaction(async (manager) => {
    for (const setting of PLANNING) await manager.query(`set local ${setting}`);
    return await manager.query<StoredPerson[]>(sql, [new Date(now).toISOString(), ...who]);
  });
}

/** The last person of a step of so many; null where it goes to the end. */
async function endOfStep(database: Database, after: string | null, people: number): Promise<string | null> {
  const [row] = await database.run((manager) =>
    manager.query<{ readonly user_id: string }[]>(
      `select user_id from ${RELATIONS.profiles} p where $1::text is null or user_id > $1
       order by user_id offset ${String(people - 1)} limit 1`,
      [after],
    ),
  );
  return row?.user_id ?? null;
}

const IN_STEP = '($2::text is null or user_id > $2) and ($3::text is null or user_id <= $3)';
const AMONG_NAMED = 'user_id = any($2::text[])';

/** Each person once, numbered: both the people and their events are joined by the number. */
const peopleSql = (condition: string): string => `with people as materialized (
    select row_number() over () as n, user_id, attributes, $1::text::timestamptz as now
    from ${RELATIONS.profiles} p where ${condition})`;
/** The events of a step in one go: where most of its people are read. */
const EVENTS_OF_STEP = `(select user_id, name, at, properties from ${RELATIONS.events} e where ${IN_STEP})`;
/** The events of each person through the index; `offset` keeps the planner from making a join over all events of it. */
const EVENTS_OF_PERSON = `lateral (
    select user_id, name, at, properties from ${RELATIONS.events} e where user_id = r.user_id offset 0)`;
/** To look for a person's events takes as long as to read those of some people. */
const FEW = PLACES / 8;

/** Whom a statement reads, and how their events are found. */
interface ReadPeople {
  /** A condition over `user_id` by which what is computed of them is found, too. */
  readonly among: string;
  /** Narrows it. */
  readonly drawn: string;
  readonly events: string;
}

function drawnPeople(places: number): ReadPeople {
  const drawn =
    places === PLACES ? '' : ` and (hashtextextended(user_id, 0) & ${String(PLACES - 1)}) < ${String(places)}`;
  return { among: IN_STEP, drawn, events: places < FEW ? EVENTS_OF_PERSON : EVENTS_OF_STEP };
}

/** `$1` is the moment; the ends of a step, or the people, follow. */
function statementOf({ facts, catalogue, timeZone }: StoredReading, { among, drawn, events }: ReadPeople): string {
  const names = facts.map(nameOf);
  const measured = facts.flatMap((fact, place) => (fact.ref.params === undefined ? [] : [[nameOf(fact, place), measureOf(fact)] as const])); // prettier-ignore
  const known = factsSql({
    dialect: 'postgres',
    catalogue: { ...catalogue, ...Object.fromEntries(measured) },
    timeZone,
    facts: names,
    rows: 'people',
    events,
    profiles: 'in rows',
    computed: `(select user_id, analysis, at, outputs from ${RELATIONS.computed} c where ${among})`,
  });
  return `${peopleSql(among + drawn)} ${known}`;
}

/** What a fact is called in the statement: with parameters a name that no fact of a catalogue has. */
function nameOf({ key, ref }: NeededFact, place: number): string {
  return ref.params === undefined ? key : `events ${String(place)}`;
}

function measureOf({ ref, key }: NeededFact): FactDefinition {
  const { measure = 'count', ...query } = ref.params as unknown as EventQuery & { readonly measure?: EventMeasure };
  return { type: 'number', from: { events: { ...query, measure } }, words: key };
}

function fieldOf({ type }: NeededFact, place: number): ParquetField {
  return { name: columnName(place), type: type === 'number' || type === 'boolean' ? type : 'text' };
}

function columnsOf(people: readonly StoredPerson[], facts: readonly NeededFact[]): readonly ParquetColumn[] {
  const ids: ParquetColumn = { name: 'id', type: 'text', texts: people.map(({ _user_id: id }) => id) };
  return [
    ids,
    ...facts.map((fact, place): ParquetColumn => {
      const name = columnName(place);
      const cells = people.map((person) => person[nameOf(fact, place)] ?? null);
      if (fact.type === 'number') {
        return {
          name,
          type: 'number',
          values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
        };
      }
      if (fact.type === 'boolean') {
        return {
          name,
          type: 'boolean',
          values: Uint8Array.from(cells, (cell) => (cell === null ? 255 : Number(cell))),
        };
      }
      return {
        name,
        type: 'text',
        texts: cells.map((cell) => (cell === null || typeof cell === 'string' ? cell : JSON.stringify(cell))),
      };
    }),
  ];
}
