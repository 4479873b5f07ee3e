import { join } from 'node:path';
import { encodeRows, ParquetFile, type ParquetColumn, type ParquetField } from '#strata/tables/parquet';
import { type StateSql } from './audience.js';

/** What Strata knows of a person that the files do not say: only those of whom it knows something have one. */
export interface PersonState {
  readonly id: string;
  readonly suppressed: boolean;
  /** The last word about the strategy's purpose; null where there is none. */
  readonly consent: boolean | null;
  /** The id that arm and hold-out are drawn by, where it is another. */
  readonly drawnAs: string | null;
  /** Offers of the strategy that the person got before. */
  readonly contacts: readonly StateContact[];
}

/** An earlier offer of the strategy. */
interface StateContact {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** Whether a decision made it. */
  readonly decided: boolean;
  /** Whether the goal was reached after it, in its window. */
  readonly goalReached: boolean;
}

/** Tells of everybody of whom Strata knows something, each once, some at a time. */
export interface PersonStates {
  read(): AsyncIterable<readonly PersonState[]>;
}

const FIELDS: readonly ParquetField[] = [
  { name: 'id', type: 'text' },
  { name: 'suppressed', type: 'boolean' },
  { name: 'consent', type: 'boolean' },
  { name: 'drawn', type: 'text' },
  { name: 'contacts', type: 'text' },
];

/** Keeps the states as they are now, so that a run that goes on later decides by the same. Returns the file. */
export async function keepStates(states: PersonStates, folder: string): Promise<string> {
  const path = join(folder, 'states.parquet');
  const file = await ParquetFile.create(path, FIELDS);
  for await (const people of states.read()) await file.append(encodeRows(columnsOf(people), people.length));
  await file.close();
  return path;
}

function columnsOf(people: readonly PersonState[]): readonly ParquetColumn[] {
  return [
    { name: 'id', type: 'text', texts: people.map(({ id }) => id) },
    { name: 'suppressed', type: 'boolean', values: Uint8Array.from(people, (person) => Number(person.suppressed)) },
    { name: 'consent', type: 'boolean', values: Uint8Array.from(people, ({ consent }) => Number(consent ?? 255)) },
    { name: 'drawn', type: 'text', texts: people.map(({ drawnAs }) => drawnAs) },
    { name: 'contacts', type: 'text', texts: people.map(({ contacts }) => textOf(contacts)) },
  ];
}

function textOf(contacts: readonly StateContact[]): string | null {
  if (contacts.length === 0) return null;
  return JSON.stringify(contacts.map(({ at, decided, goalReached }) => [at, Number(decided), Number(goalReached)]));
}

/** The inverse: [at, decided, goalReached] of each. */
export function contactsIn(text: string): readonly (readonly [number, number, number])[] {
  return JSON.parse(text) as (readonly [number, number, number])[];
}

/** The state of a person of whom the relation `s` may have a row, where the files say this of consent. */
export function joinedState(consent: string | null): StateSql {
  return {
    suppressed: 'coalesce(s.suppressed, false)',
    consent: `(coalesce(${consent ?? 'false'}, false) or coalesce(s.consent, false)) and coalesce(s.consent, true)`,
    drawnAs: 's.drawn',
    contacts: 's.contacts',
  };
}
