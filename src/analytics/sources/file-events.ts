import { type DuckDBConnection } from '@duckdb/node-api';
import { openMemory } from '#strata/tables';
import { eventFileSql, eventTableSql, FACT_DIALECTS, isEventFile } from '#strata/profiles/facts';
import { columnsSql, readColumns } from './columns.js';
import { type EventColumn, type OpenEvents, type WantedEvents } from './event-home.js';
import { exactMoney } from './money.js';

const dialect = FACT_DIALECTS.duckdb;

/** Names of columns by what they hold: `person`, `at`, and the wanted ones. */
export type ColumnNames = Readonly<Record<string, string | undefined>>;

/**
 * A file of events, or a table with a row an event (such as purchases). Of a table everything that is wanted is known when it is
 * opened.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function openFileEvents(
  file: string,
  { until, names, wanted }: { readonly until: number; readonly names: ColumnNames; readonly wanted: WantedEvents },
): Promise<OpenEvents> {
  const { connection, close } = await openMemory();
  let table: EventOfTable;
  try {
    table = await load(connection, file, names, wanted);
  } catch (error) {
    close();
    throw error;
  }
  return {
    dialect,
    events: 'file_events',
    profiles: null,
    people: '(select distinct user_id from file_events)',
    rows: (asked, people) => rowsSql(asked, until, { table, people }),
    column: ({ columns }, name, relation) => columnSql([name, columns[name]], relation, table),
    async query<T>(sql: string) {
      return (await connection.runAndReadAll(sql)).getRowObjectsJS() as unknown as T[];
    },
    async *inParts<T>(sqlOf: (people: string) => string) {
      const stream = await connection.stream(sqlOf('true'));
      let rows: T[] = [];
      for await (const some of stream.yieldRowObjectJs()) {
        rows.push(...(some as unknown as T[]));
        if (rows.length < ROWS_A_PART) continue;
        yield rows;
        rows = [];
      }
      if (rows.length > 0) yield rows;
    },
    async *inColumns<C extends string>(
      sqlOf: (people: string) => string,
      columns: Readonly<Record<C, 'text' | 'json'>>,
    ) {
      const stream = await connection.stream(columnsSql(sqlOf('true'), columns));
      for await (const rows of stream.yieldRowObjectJs()) {
        for (const row of rows) yield readColumns(row as Record<C, string>);
      }
    },
    close,
  };
}

const ROWS_A_PART = 20_000;

/** Of a file with a row an event what each is called; null of a file of events. */
type EventOfTable = string | null;

/** Loads the table `file_events`, or the table `event_rows` and a view of it as events. */
async function load(
  connection: DuckDBConnection,
  file: string,
  names: ColumnNames,
  { events, columns }: WantedEvents,
): Promise<EventOfTable> {
  const isNamed = names['person'] !== undefined || names['at'] !== undefined;
  if (!isNamed && (await isEventFile(connection, file))) {
    await connection.run(
      `create temp table file_events as select * from ${await eventFileSql(connection, file)} events`,
    );
    return null;
  }
  const cells = Object.entries(columns).map(([name, { property, type }]) => ({
    name,
    column: names[name] ?? property,
    type: type === 'string' ? type : ('number' as const),
  }));
  const table = await eventTableSql(connection, file, { person: names['person'], at: names['at'], cells });
  const [event = 'event'] = events === 'all' ? [] : events;
  await connection.run(`create temp table event_rows as select * from ${table} rows`);
  const members = Object.entries(columns).flatMap(([name, { property }]) => [dialect.text(property), name]);
  const own = Object.keys(columns).map((name) => `, ${name}`);
  await connection.run(
    `create temp view file_events as select user_id, ${dialect.text(event)} as name, "at", json_object(${members.join(', ')}) as properties${own.join('')} from event_rows`,
  );
  return event;
}

function rowsSql(
  { events, columns, after }: WantedEvents,
  until: number,
  { table, people = 'true' }: { readonly table: EventOfTable; readonly people: string | undefined },
): string {
  const cells = Object.entries(columns).map((column) => `${columnSql(column, 'e', table)} as ${column[0]}`);
  const since = after === undefined ? '' : ` and e."at" > ${String(after)}`;
  const named = table !== null || events === 'all' ? '' : ` and e.name in (${events.map(dialect.text).join(', ')})`;
  return `(
    select ${['user_id', table === null ? 'name' : `${dialect.text(table)} as name`, 'e."at" as "at"', ...cells].join(', ')}
    from ${table === null ? 'file_events' : 'event_rows'} e
    where e."at" <= ${String(until)}${named}${since} and ${people})`;
}

/** @param column its name, and what it is */
function columnSql(
  [name, column]: readonly [string, EventColumn | undefined],
  relation: string,
  table: EventOfTable,
): string {
  if (column === undefined) return 'null';
  const { property, type } = column;
  if (table !== null) {
    const cell = `${relation}.${name}`;
    return type === 'money' ? exactMoney((bound) => `case when abs(${cell}) < ${bound} then ${cell} end`) : cell;
  }
  const value = dialect.property(property, relation);
  if (type === 'string') return value.text;
  return type === 'money' ? exactMoney(value.below) : `(${value.number})`;
}
