import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TODAY, type SimulatedShop } from '../shop/index.js';
import { type TextColumn, writeCsv, writeLines } from './csv.js';
import { shopEvents } from './shop-events.js';
import { userIdOf } from './write.js';

/** Paths of what {@link writeEvents} wrote. */
export interface EventFiles {
  readonly profiles: string;
  readonly events: string;
}

/**
 * Writes what the shop would have recorded of each customer: `profiles.csv` and `events.csv`, in the columns of
 * `strata import`. About 55 events a customer. Same shop, same bytes.
 */
export async function writeEvents(shop: SimulatedShop, dir: string): Promise<EventFiles> {
  await mkdir(dir, { recursive: true });
  const files = { profiles: join(dir, 'profiles.csv'), events: join(dir, 'events.csv') };
  await writeCsv(files.profiles, profileColumns(shop), rowsUpTo(shop.users.rows));
  await writeLines(files.events, eventLines(shop));
  return files;
}

function profileColumns({ users: { facts } }: SimulatedShop): TextColumn[] {
  const column = (name: string) => facts.find((fact) => fact.name === name);
  const text = (name: string, row: number): string => {
    const found = column(name);
    return found?.type === 'category' ? (found.categories[found.codes[row] ?? -1] ?? '') : '';
  };
  const number = (name: string, row: number): number => {
    const found = column(name);
    return found?.type === 'number' ? (found.values[row] ?? Number.NaN) : Number.NaN;
  };
  return [
    { name: 'user_id', cell: userIdOf },
    { name: 'city', cell: (row) => text('city', row) },
    { name: 'gender', cell: (row) => text('gender', row) },
    { name: 'birthDate', cell: (row) => birthDate(number('age', row), row) },
    { name: 'registeredOn', cell: (row) => daysBeforeToday(number('daysSinceRegistration', row)) },
  ];
}

/** Everybody's birthday is in January, so that nobody's age changes between the first mailing and today. */
function birthDate(age: number, row: number): string {
  if (Number.isNaN(age)) return '';
  return `${String(Number(TODAY.slice(0, 4)) - age)}-01-${String(1 + (row % 31)).padStart(2, '0')}`;
}

function daysBeforeToday(days: number): string {
  return new Date(Date.parse(TODAY) - days * 86_400_000).toISOString().slice(0, 10);
}

function* eventLines(shop: SimulatedShop): Generator<string> {
  yield 'user_id,name,at,properties';
  for (const { user, name, at, properties } of shopEvents(shop)) {
    const json = JSON.stringify(properties).replaceAll('"', '""');
    yield `${userIdOf(user)},${name},${new Date(at).toISOString()},"${json}"`;
  }
}

function* rowsUpTo(end: number): Generator<number> {
  for (let row = 0; row < end; row++) yield row;
}
