import { join } from 'node:path';
import { type Contact } from '#strata/engine';
import { type People } from '#strata/engine/columns';
import { type CompiledPolicy, type PolicyContacts, policyContactsOf } from '#strata/engine/plan';
import { encodeRows, ParquetFile, type ParquetColumn, type ParquetField } from '#strata/tables/parquet';
import { StrataError } from '#sdk';
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
  /** What the contact policy counts: contacts by all strategies and campaigns. */
  readonly policyContacts: readonly CountedContact[];
  /** The time zone that the profile tells; null where it tells none, or nobody asked. */
  readonly timeZone: string | null;
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

/** A contact by any strategy or campaign. */
type CountedContact = Pick<Contact, 'at' | 'channel'>;

/** Of whom is told, and what. */
export interface AskedStates {
  /** Whether the time zones of profiles are wanted, which most people have. */
  readonly timeZones: boolean;
  /** The people who are asked for, some at a time; everybody unless told. */
  readonly ids?: AsyncIterable<readonly string[]> | undefined;
}

/** Tells of everybody of whom Strata knows something, each once, some at a time. */
export interface PersonStates {
  read(asked: AskedStates): AsyncIterable<readonly PersonState[]>;
}

const FIELDS: readonly ParquetField[] = [
  { name: 'id', type: 'text' },
  { name: 'suppressed', type: 'boolean' },
  { name: 'consent', type: 'boolean' },
  { name: 'drawn', type: 'text' },
  { name: 'contacts', type: 'text' },
  { name: 'policy_contacts', type: 'text' },
  { name: 'time_zone', type: 'text' },
];

/**
 * Keeps the states as they are now, so that a run that goes on later decides by the same.
 *
 * @returns the file
 */
export async function keepStates(states: PersonStates, folder: string, asked: AskedStates): Promise<string> {
  const path = join(folder, 'states.parquet');
  await ParquetFile.write(path, FIELDS, async (file) => {
    for await (const people of states.read(asked)) await file.append(encodeRows(columnsOf(people), people.length));
  });
  return path;
}

function columnsOf(people: readonly PersonState[]): readonly ParquetColumn[] {
  return [
    { name: 'id', type: 'text', texts: people.map(({ id }) => id) },
    { name: 'suppressed', type: 'boolean', values: Uint8Array.from(people, (person) => Number(person.suppressed)) },
    { name: 'consent', type: 'boolean', values: Uint8Array.from(people, ({ consent }) => Number(consent ?? 255)) },
    { name: 'drawn', type: 'text', texts: people.map(({ drawnAs }) => drawnAs) },
    { name: 'contacts', type: 'text', texts: people.map(({ contacts }) => textOf(contacts)) },
    { name: 'policy_contacts', type: 'text', texts: people.map((person) => countedText(person.policyContacts)) },
    { name: 'time_zone', type: 'text', texts: people.map(({ timeZone }) => timeZone) },
  ];
}

function textOf(contacts: readonly StateContact[]): string | null {
  if (contacts.length === 0) return null;
  return JSON.stringify(contacts.map(({ at, decided, goalReached }) => [at, Number(decided), Number(goalReached)]));
}

function countedText(contacts: readonly CountedContact[]): string | null {
  if (contacts.length === 0) return null;
  return JSON.stringify(contacts.map(({ at, channel }) => (channel === undefined ? [at] : [at, channel])));
}

/** Contacts of the strategy, of each person as its state has them. */
export function contactsIn(cells: readonly unknown[]): NonNullable<People['contacts']> {
  const own = cells.map(
    (cell) => listIn(cell) as readonly (readonly [at: number, decided: number, goalReached: number])[],
  );
  const starts = new Uint32Array(cells.length + 1);
  own.forEach(({ length }, row) => (starts[row + 1] = (starts[row] ?? 0) + length));
  const all = own.flat();
  return {
    starts,
    at: Float64Array.from(all, ([at]) => at),
    decided: Uint8Array.from(all, ([, decided]) => decided),
    goalReached: Uint8Array.from(all, ([, , goalReached]) => goalReached),
  };
}

/** Contacts that the contact policy counts, of each person as its state has them. */
export function policyContactsIn(cells: readonly unknown[]): PolicyContacts {
  return policyContactsOf(
    cells.map((cell) =>
      (listIn(cell) as readonly (readonly [at: number, channel?: string])[]).map(([at, channel]) =>
        channel === undefined ? { at } : { at, channel },
      ),
    ),
  );
}

/** A list that the database wrote as JSON; empty where there is none. */
function listIn(cell: unknown): readonly unknown[] {
  const list: unknown = typeof cell === 'string' ? JSON.parse(cell) : [];
  if (Array.isArray(list)) return list;
  throw new StrataError('INTERNAL', 'What is stored of the contacts of a person is no list.');
}

/**
 * The state of a person of whom the relation `s` may have a row, where the files say this of consent. What the contact
 * policy counts is left out where it has no caps.
 */
export function joinedState(consent: string | null, policy: CompiledPolicy | null): StateSql {
  return {
    suppressed: 'coalesce(s.suppressed, false)',
    consent: `(coalesce(${consent ?? 'false'}, false) or coalesce(s.consent, false)) and coalesce(s.consent, true)`,
    drawnAs: 's.drawn',
    contacts: 's.contacts',
    policyContacts: policy === null || policy.caps.length === 0 ? null : 's.policy_contacts',
  };
}
