import { type Database } from '#strata/platform/database';
import { FACT_DIALECTS } from '#strata/profiles/facts';
import { RELATIONS } from '#strata/profiles/store';
import { columnsSql, readColumns } from './columns.js';
import { type EventColumn, type EventHome, type WantedEvents } from './event-home.js';
import { exactMoney } from './money.js';

const dialect = FACT_DIALECTS.postgres;

/**
 * A set of a million people is joined and sorted as a whole; the planner takes compiling for worth its time and is wrong. A person's
 * events are all in one partition, so that each can be folded by itself.
 */
const PLANNING = ['jit = off', `work_mem = '256MB'`, 'enable_partitionwise_aggregate = on'] as const;

/** People a statement: on the embedded database others get their turn between two. */
const PEOPLE_A_STEP = { pglite: 10_000, postgres: 50_000 } as const;

/** What Strata stores. */
export function storedEvents(database: Database, until: number): EventHome {
  const query = async <T>(sql: string) =>
    await database.transaction(async (manager) => {
      for (const setting of PLANNING) await manager.query(`set local ${setting}`);
      return await manager.query<T[]>(sql);
    });
  return {
    dialect,
    events: RELATIONS.events,
    profiles: RELATIONS.profiles,
    people: RELATIONS.profiles,
    rows: (wanted, people) => rowsSql(wanted, until, people),
    column: ({ columns }, name, relation) => columnSql(columns[name], relation),
    query,
    async *inParts<T>(sqlOf: (people: string) => string) {
      for (const part of await partsOf(database)) yield await query<T>(sqlOf(part));
    },
    async *inColumns<C extends string>(
      sqlOf: (people: string) => string,
      columns: Readonly<Record<C, 'text' | 'json'>>,
    ) {
      const parts = database.kind === 'pglite' ? await partsOf(database) : ['true'];
      for (const part of parts) {
        for (const row of await query<Record<C, string>>(columnsSql(sqlOf(part), columns))) yield readColumns(row);
      }
    },
  };
}

function rowsSql({ events, columns, after }: WantedEvents, until: number, people = 'true'): string {
  const cells = Object.entries(columns).map(([name, column]) => `${columnSql(column, 'e')} as ${name}`);
  const since = after === undefined ? '' : ` and e.at > ${dialect.moment(after)}`;
  const named = events === 'all' ? '' : `e.name in (${events.map(dialect.text).join(', ')}) and `;
  return `(
    select ${['user_id', 'name', `${dialect.milliseconds('e.at')} as at`, ...cells].join(', ')}
    from ${RELATIONS.events} e
    where ${named}e.at <= ${dialect.moment(until)}${since} and ${people})`;
}

function columnSql(column: EventColumn | undefined, relation: string): string {
  if (column === undefined) return 'null';
  const value = dialect.property(column.property, relation);
  if (column.type === 'string') return value.text;
  return column.type === 'money' ? exactMoney(value.below) : dialect.double(`(${value.number})`);
}

/** Conditions that together hold for everybody, each for so many people. */
async function partsOf(database: Database): Promise<readonly string[]> {
  const ends = await database.run((manager) =>
    manager.query<{ user_id: string }[]>(
      `select user_id from (select user_id, row_number() over (order by user_id) as place from ${RELATIONS.profiles} p) people
       where place % $1 = 0 order by user_id`,
      [PEOPLE_A_STEP[database.kind]],
    ),
  );
  const bounds = [null, ...ends.map(({ user_id: id }) => dialect.text(id)), null];
  return bounds.slice(1).map((to, index) => {
    const from = bounds[index] ?? null;
    const ranges = [from === null ? [] : [`user_id > ${from}`], to === null ? [] : [`user_id <= ${to}`]].flat();
    return ranges.length === 0 ? 'true' : `(${ranges.join(' and ')})`;
  });
}
