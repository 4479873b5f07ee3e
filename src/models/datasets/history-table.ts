import { type FactCatalogue, type FactType, type ModelDocument, sqlName } from '../../engine/index.js';
import { StrataError } from '../../sdk/index.js';
import { type SourceColumn } from '../column-sql.js';
import { type DataFile, tableAccess } from '../data-file.js';
import { type HistoryHome, type Progress } from './history-home.js';
import { eventLabel } from './sample-plan.js';

/** A table of drawn people and moments (`n`, `user_id`, `now`, `campaign`, `offer`, `label`), to be read with their facts. */
interface HistoryTable {
  readonly home: HistoryHome;
  readonly facts: FactCatalogue;
  /** Its name. */
  readonly rows: string;
  readonly document: ModelDocument;
  readonly progress: Progress;
}

/** Opens drawn rows as a file's rows are. A fact is computed when it is first read. */
export function openHistoryTable({ home, facts, rows, document, progress }: HistoryTable): DataFile {
  const own = ownColumns(document);
  refuseNames(document, own);
  const names = Object.keys(facts).filter((name) => own.every((column) => column.name !== name));
  const columns = [...own, ...names.map((name) => ({ name, ...SOURCE_OF[facts[name]?.type ?? 'list'] }))];
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
    const list = [...own.map(({ sql, name }) => `${sql} as ${sqlName(name)}`)];
    list.push(...asked.map((name) => `${known.get(name) ?? ''}.${sqlName(name)}`));
    const joins = tables.map((table) => `join ${table} on ${table}.n = s.n`);
    return `(select s.n, ${list.join(', ')} from ${rows} s ${joins.join(' ')}) rows order by n`;
  }
  const { name: file, connection } = home;
  return {
    file,
    columns,
    close: () => {
      home.close();
    },
    ...tableAccess(connection, { file, columns, relation }),
  };
}

interface OwnColumn extends SourceColumn {
  /** Of the row `s`. */
  readonly sql: string;
}

function ownColumns(document: ModelDocument): readonly OwnColumn[] {
  const { event } = eventLabel(document);
  const isValue = document.task === 'regression';
  return [
    { name: 'userId', sql: 's.user_id', sqlType: 'VARCHAR', kind: 'category' },
    { name: 'at', sql: 'make_timestamp(s.now * 1000)', sqlType: 'TIMESTAMP', kind: 'date' },
    { name: 'campaign', sql: 's.campaign', sqlType: 'VARCHAR', kind: 'category' },
    { name: 'offer', sql: 's.offer', sqlType: 'VARCHAR', kind: 'category' },
    isValue
      ? { name: event, sql: 's.label', sqlType: 'DOUBLE', kind: 'number' }
      : { name: event, sql: 's.label > 0', sqlType: 'BOOLEAN', kind: 'boolean' },
  ];
}

const SOURCE_OF: Readonly<Record<FactType, Omit<SourceColumn, 'name'>>> = {
  number: { sqlType: 'DOUBLE', kind: 'number' },
  string: { sqlType: 'VARCHAR', kind: 'category' },
  boolean: { sqlType: 'BOOLEAN', kind: 'boolean' },
  date: { sqlType: 'VARCHAR', kind: 'date' },
  list: { sqlType: 'VARCHAR[]', kind: null },
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
