import { eventFileSql, FACT_DIALECTS, factsSql, profileFileSql } from '#strata/profiles/facts';
import { openMemory } from '#strata/tables';
import { asBadFile } from '#strata/tables/files';
import { type TallyRow, tallySql } from './campaign-records.js';
import { type HistoryFiles } from '../examples/example-source.js';
import { DRAWN, type HistoryHome, readNumbers } from './history-home.js';
import { type FactLanguage, samplesSql } from './sample-sql.js';

const dialect = FACT_DIALECTS.duckdb;

/** Tables of the files that were read. */
const EVENTS = 'file_events';
const PROFILES = 'file_profiles';

/**
 * History in files, read by DuckDB.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function openFileHome(files: HistoryFiles, language: FactLanguage): Promise<HistoryHome> {
  const { connection, close } = await openMemory();
  const run = (sql: string) => asBadFile(files.events, () => connection.run(sql));
  try {
    await asBadFile(files.events, async () => {
      await connection.run(
        `create temp table ${EVENTS} as select * from ${await eventFileSql(connection, files.events)}`,
      );
    });
    if (files.profiles !== undefined) {
      const { profiles } = files;
      await asBadFile(profiles, async () => {
        await connection.run(
          `create temp table ${PROFILES} as select * from ${await profileFileSql(connection, profiles)}`,
        );
      });
    }
  } catch (error) {
    close();
    throw error;
  }
  const relations = {
    dialect,
    ...language,
    events: EVENTS,
    profiles: files.profiles === undefined ? null : PROFILES,
    computed: null,
  };
  return {
    name: files.events,
    connection,
    async span() {
      const [first, last] = await readNumbers(connection, `select min("at"), max("at") from ${EVENTS}`);
      return first == null || last == null ? null : { first, last };
    },
    async tally(until, window) {
      const found = await connection.runAndReadAll(tallySql(dialect, { events: EVENTS, until, window }));
      return found.getRowObjectsJson().map((row) => {
        const number = (name: string) => Number(row[name]);
        const { campaign, audience, name } = row as unknown as TallyRow;
        return {
          campaign,
          audience,
          name,
          records: number('records'),
          first: number('first'),
          unfinished: number('unfinished'),
        };
      });
    },
    async draw(table, plan, progress) {
      await run(`create or replace temp table raw as ${samplesSql(plan, relations)}`);
      progress(0.9);
      const tally = await readNumbers(connection, 'select candidates, outside, contacted from raw limit 1');
      const columns = Object.keys(DRAWN).map((name) => (name === 'now' ? 'moment as now' : name));
      await run(
        `create or replace temp table ${table} as select ${columns.join(', ')} from raw where user_id is not null`,
      );
      await run('drop table raw');
      const [candidates, outside, contacted] = tally.map((count) => count ?? 0);
      return { candidates: candidates ?? 0, outside: outside ?? 0, contacted: contacted ?? 0 };
    },
    async facts(table, names, rows, progress) {
      const sql = factsSql({ ...relations, dialect: 'duckdb', facts: names, rows });
      await run(`create or replace temp table ${table} as select * exclude (_user_id, _now) from (${sql}) facts`);
      progress(1);
    },
    lastSaid: () => Promise.resolve(null),
    close,
  };
}
