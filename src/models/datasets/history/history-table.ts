import { type FactCatalogue, type FactType, type ModelDocument } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { StrataError } from '#sdk';
import { type ColumnKind, type SourceColumn, textSql } from '#strata/tables/columns';
import { type DataFile, tableAccess } from '#strata/tables/files';
import { type HistoryHome, type HistoryProgress } from './history-home.js';
import { eventLabel } from './sample-plan.js';

/** A table of drawn people and moments (`n`, `user_id`, `now`, `campaign`, `offer`, `label`), to be read with their facts. */
interface HistoryTable {
  readonly home: HistoryHome;
  readonly facts: FactCatalogue;
  /** Its name. */
  readonly rows: string;
  readonly document: ModelDocument;
  readonly progress: HistoryProgress;
}

/** Opens drawn rows as a file's rows are. A fact is computed when it is first read. */
export function openHistoryTable({ home, facts, rows, document, progress }: HistoryTable): DataFile {
  const own = ownColumns(document);
  refuseNames(document, own);
  const names = Object.keys(facts).filter((name) => own.every((column) => column.name !== name));
  const columns = [...own, ...names.map((name) => sourceColumn(name, ...SOURCE_OF[facts[name]?.type ?? 'list']))];
  const known = new Map<string, string>();

  async function relation(wanted: readonly string[]): Promise<string> {
    const asked = [...new Set(wanted)].filter((name) => names.includes(name));
    const unknown = asked.filter((name) => !known.has(name));
    if (unknown.length > 0) {
      const table = `${rows}_${String(known.size)}`;
      await home.facts(table, unknown, rows, progress);
      for (const name of unknown) known.set(name, table);
    }
    const tables = [...new Set(asked.map((name) => known.get(name) ?? ''))];
    const list = [...own.map(({ ofRow, name }) => `${ofRow} as ${sqlName(name)}`)];
    list.push(...asked.map((name) => `${known.get(name) ?? ''}.${sqlName(name)}`));
    const joins = tables.map((table) => `join ${table} on ${table}._n = s.n`);
    return `(select s.n as _n, ${list.join(', ')} from ${rows} s ${joins.join(' ')}) rows order by _n`;
  }
  const { name: file, connection } = home;
  return {
    file,
    columns,
    blankIsControl: true,
    close: () => {
      home.close();
    },
    ...tableAccess(connection, { file, columns, relation }),
  };
}

interface OwnColumn extends SourceColumn {
  /** The SQL expression, of the row `s`. */
  readonly ofRow: string;
}

function ownColumns(document: ModelDocument): readonly OwnColumn[] {
  const { event } = eventLabel(document);
  const isValue = document.task === 'regression';
  return [
    { ...sourceColumn('userId', 'VARCHAR', 'category'), ofRow: 's.user_id' },
    { ...sourceColumn('at', 'TIMESTAMP', 'date'), ofRow: 'make_timestamp(s.now * 1000)' },
    { ...sourceColumn('campaign', 'VARCHAR', 'category'), ofRow: 's.campaign' },
    { ...sourceColumn('offer', 'VARCHAR', 'category'), ofRow: 's.offer' },
    isValue
      ? { ...sourceColumn(event, 'DOUBLE', 'number'), ofRow: 's.label' }
      : { ...sourceColumn(event, 'BOOLEAN', 'boolean'), ofRow: 's.label > 0' },
  ];
}

/** Its values are what they are by their type: nothing is to be learned from texts. */
function sourceColumn(name: string, sqlType: string, kind: ColumnKind | null): SourceColumn {
  const sql = sqlName(name);
  return { name, sql, text: textSql(sql, sqlType), sqlType, kind, texts: null };
}

const SOURCE_OF: Readonly<Record<FactType, readonly [sqlType: string, kind: ColumnKind | null]>> = {
  number: ['DOUBLE', 'number'],
  string: ['VARCHAR', 'category'],
  boolean: ['BOOLEAN', 'boolean'],
  date: ['VARCHAR', 'date'],
  list: ['VARCHAR[]', null],
};

/** A feature that is called as the label would be the label. */
function refuseNames({ id, features }: ModelDocument, own: readonly OwnColumn[]): void {
  const names = own.map(({ name }) => name);
  const index = features.findIndex((feature) => names.includes(feature));
  if (index < 0) return;
  throw new StrataError('INVALID_DOCUMENT', `"${id}" cannot learn from history.`, {
    problems: [
      {
        message: `the feature "${features[index] ?? ''}" is called as a column of the examples`,
        pointer: `/features/${String(index)}`,
        expected: `a fact of another name than ${names.join(', ')}`,
      },
    ],
  });
}
