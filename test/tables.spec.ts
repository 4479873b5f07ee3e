import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Every table that a migration makes. */
function tables(): readonly string[] {
  const texts = readdirSync(join(ROOT, 'migrations')).map((file) =>
    file.endsWith('.ts') ? readFileSync(join(ROOT, 'migrations', file), 'utf8') : '',
  );
  const names = texts.flatMap((text) => [...text.matchAll(/create table ([a-z_]+[a-z]) \(/g)].map(([, name]) => name!));
  return [...new Set(names)].sort();
}

/** The rooms of `src` whose queries name a table. */
function roomsNaming(table: string): readonly string[] {
  const named = new RegExp(`\\b(?:from|join|into|update|table) ${table}\\b(?![(.'])`);
  return readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((room) =>
      readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
        .some((file) => queriesOf(readFileSync(join(ROOT, 'src', room, file), 'utf8')).some((sql) => named.test(sql))),
    );
}

/** Texts that look like SQL. */
function queriesOf(source: string): readonly string[] {
  return [...source.matchAll(/`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'/g)]
    .map(([text]) => text)
    .filter((text) => /\b(?:select|insert|update|delete)\b/.test(text));
}

it('finds the tables and who names them', () => {
  expect(tables()).toEqual(expect.arrayContaining(['contacts', 'decisions', 'events', 'exposures', 'offer_counters']));
  expect(roomsNaming('exposures')).toEqual(['ledger']);
});

/** The rulebook warns of event names that nobody ever sent, by what the data quality of the profiles counted. */
const READ_BY_THE_RULEBOOK: readonly string[] = ['data_quality_counters', 'event_schemas'];

it.each(tables())('the table %s is read and written by one room only', (table) => {
  const rooms = roomsNaming(table).filter((room) => room !== 'rulebook' || !READ_BY_THE_RULEBOOK.includes(table));
  expect(rooms.length).toBeLessThanOrEqual(1);
});
