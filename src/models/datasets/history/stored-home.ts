import { type FactType } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { FACT_DIALECTS, factsSql } from '#strata/profiles/facts';
import { lastSaid } from '#strata/profiles/store';
import { type TallyRow, tallySql } from './campaign-records.js';
import { CAMPAIGN_RECORDS } from '#strata/ledger/exposures';
import { RELATIONS } from '#strata/profiles/store';
import { type StoredHistory } from '../examples/example-source.js';
import { appendRows, type ColumnType } from './append-rows.js';
import { createTable, DRAWN, type DrawTally, type HistoryHome } from './history-home.js';
import { openMemory } from '#strata/tables';
import { type FactLanguage, type SampleRow, samplesSql } from './sample-sql.js';

const dialect = FACT_DIALECTS.postgres;

/** People a statement: on the embedded database decisions wait until the one that runs has ended. */
const PEOPLE_A_STEP = { pglite: 250, postgres: 20_000 } as const;

/**
 * The planner cannot know how many people and moments a step draws, takes them for one, and would join them with one
 * another row by row; and it would take what this forbids for so dear that compiling the query pays.
 */
const PLANNING = ['enable_nestloop = off', 'jit = off'] as const;

/** The history that Strata stores, read in steps by people; decisions go on between two of them. */
export async function openStoredHome(stored: StoredHistory, language: FactLanguage): Promise<HistoryHome> {
  const { catalogue } = language;
  const { connection, close } = await openMemory();
  const { database } = stored;
  const query = async <T>(sql: string, parameters: readonly unknown[] = []) =>
    await database.transaction(async (manager) => {
      for (const setting of PLANNING) await manager.query(`set local ${setting}`);
      return await manager.query<T[]>(sql, [...parameters]);
    });
  const eventsOf = (people: string) => `(${eventsSql(people)})`;
  return {
    name: 'the stored history',
    connection,
    async span() {
      const [row] = await query<{ first: number | null; last: number | null }>(
        `select ${dialect.milliseconds('min(at)')} as first, ${dialect.milliseconds('max(at)')} as last from ${RELATIONS.events} e`,
      );
      return row?.first == null || row.last === null ? null : { first: row.first, last: row.last };
    },
    tally: (until, window) => query<TallyRow>(tallySql(dialect, { events: eventsOf('true'), until, window })),
    async draw(table, plan, progress) {
      const columns = Object.keys(DRAWN) as (keyof typeof DRAWN)[];
      await connection.run(createTable(table, DRAWN));
      const steps = await stepsOf(database);
      const sql = samplesSql(plan, { dialect, ...language, events: eventsOf(IN_STEP), profiles: RELATIONS.profiles });
      let total: DrawTally = { candidates: 0, outside: 0, contacted: 0 };
      for (const [index, step] of steps.entries()) {
        const rows = await query<SampleRow>(sql, step);
        total = added(total, rows[0]);
        const kept = rows
          .filter(({ user_id }) => user_id !== null)
          .map(({ moment, ...row }) => ({ ...row, now: moment }));
        await appendRows(
          connection,
          table,
          columns.map((name) => ({ name, type: DRAWN[name] })),
          kept,
        );
        progress((index + 1) / steps.length);
      }
      return total;
    },
    async facts(table, names, rows, progress) {
      const columns = names.map((name) => ({ name, type: columnType(catalogue[name]?.type ?? 'number') }));
      const all = [{ name: '_n', type: 'bigint' as const }, ...columns];
      await connection.run(createTable(table, Object.fromEntries(all.map(({ name, type }) => [name, type]))));
      const asked = (
        await connection.runAndReadAll(`select n, user_id, now from ${rows} order by user_id, n`)
      ).getRowsJson();
      const people = 'unnest($1::bigint[], $2::text[], $3::text[]::timestamptz[]) as r(n, user_id, now)';
      const sql = factsSql({
        dialect: 'postgres',
        ...language,
        facts: names,
        rows: `(select * from ${people})`,
        events: eventsOf('user_id = any($2::text[])'),
        computed: `(select * from ${RELATIONS.computed} c where user_id = any($2::text[]))`,
      });
      const size = PEOPLE_A_STEP[database.kind];
      for (let start = 0; start < asked.length; start += size) {
        const step = asked.slice(start, start + size);
        const moments = step.map(([, , now]) => new Date(Number(now)).toISOString());
        const found = await query<Record<string, unknown>>(sql, [
          step.map(([n]) => n),
          step.map(([, id]) => id),
          moments,
        ]);
        await appendRows(connection, table, all, found);
        progress(Math.min(1, (start + size) / asked.length));
      }
    },
    lastSaid: (attributes, people) => lastSaid(database, { attributes, people }),
    close,
  };
}

const IN_STEP = '($1::text is null or user_id > $1) and ($2::text is null or user_id <= $2)';

/** Events of some people, and what strategies sent them. */
function eventsSql(people: string): string {
  const select = (from: string) => `select user_id, name, at, properties from ${from} where ${people}`;
  return `${select(`${RELATIONS.events} events`)} union all ${select(`(${CAMPAIGN_RECORDS}) records`)}`;
}

/** Ranges of people, (from, to]; null for an open end. */
async function stepsOf(database: Database): Promise<readonly (readonly [string | null, string | null])[]> {
  const ends = await database.run((manager) =>
    manager.query<{ user_id: string }[]>(
      `select user_id from (select user_id, row_number() over (order by user_id) as place from ${RELATIONS.profiles} p) people
       where place % $1 = 0 order by user_id`,
      [PEOPLE_A_STEP[database.kind]],
    ),
  );
  const bounds = [null, ...ends.map(({ user_id }) => user_id), null];
  return bounds.slice(1).map((to, index) => [bounds[index] ?? null, to] as const);
}

function added(total: DrawTally, row: SampleRow | undefined): DrawTally {
  return {
    candidates: total.candidates + (row?.candidates ?? 0),
    outside: total.outside + (row?.outside ?? 0),
    contacted: total.contacted + (row?.contacted ?? 0),
  };
}

function columnType(type: FactType): ColumnType {
  if (type === 'number') return 'double';
  return type === 'boolean' ? 'boolean' : 'varchar';
}
