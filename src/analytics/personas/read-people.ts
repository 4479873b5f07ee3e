import { type FactType, type ReleaseDocuments } from '#strata/engine';
import { personaFeatures, type PersonasAnalysis } from '#strata/rulebook/schemas';
import { openMemory } from '#strata/tables';
import { cellOf, pickRows, type TableColumn } from '#strata/tables/columns';
import { withDataFile } from '#strata/tables/files';
import { isEventFile } from '#strata/profiles/facts';
import { StrataError } from '#sdk';
import { type AnalysisTask } from '../contract/index.js';
import { openEvents, peopleSql } from '../sources/index.js';

/** People and what is known of them, ordered by their ids. */
export interface GatheredPeople {
  readonly ids: readonly string[];
  /** One a fact that was asked for. */
  readonly columns: readonly TableColumn[];
}

/**
 * The people of an analysis with some facts: of what is stored or of a file of events, as the catalogue says; of another file the
 * columns of these names.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN
 */
export async function readPeople(
  document: PersonasAnalysis,
  facts: readonly string[],
  task: AnalysisTask,
): Promise<GatheredPeople> {
  const { source } = task;
  const isTable = source.kind === 'file' && (document.columns !== undefined || !(await holdsEvents(source.file)));
  if (isTable) return byId(await columnsOf(source.file, document, facts));
  if (document.columns !== undefined) throw ofAFile(document);
  return byId(await gathered(document, facts, task));
}

/** The facts that a document is about: the features first, then what a person is worth. */
export function factsOf(document: PersonasAnalysis): readonly string[] {
  const features = personaFeatures(document).map(({ fact }) => fact);
  const { value } = document;
  return value === undefined || features.includes(value) ? features : [...features, value];
}

function ofAFile({ id }: PersonasAnalysis): StrataError {
  return new StrataError('INVALID_REQUEST', `The analysis "${id}" is of the columns of a file.`, {
    problems: [
      { message: 'what is stored has no columns of a file', pointer: '/columns', expected: 'a file (--data)' },
    ],
  });
}

async function holdsEvents(file: string): Promise<boolean> {
  const { connection, close } = await openMemory();
  try {
    return await isEventFile(connection, file);
  } finally {
    close();
  }
}

async function columnsOf(
  file: string,
  { columns = {} }: PersonasAnalysis,
  facts: readonly string[],
): Promise<GatheredPeople> {
  return await withDataFile(file, async (data) => {
    const { person = data.columns.some(({ name }) => name === 'user_id') ? 'user_id' : undefined } = columns;
    const requests = [
      ...facts.map((name) => ({ name })),
      ...(person === undefined ? [] : [{ name: person, kind: 'category' as const }]),
    ];
    for await (const { rows, columns: read } of data.read(requests, { rowsPerBatch: Number.MAX_SAFE_INTEGER })) {
      const named = person === undefined ? undefined : read.at(-1);
      return { ids: idsOf(rows, named), columns: read.slice(0, facts.length) };
    }
    return { ids: [], columns: [] };
  });
}

/** Rows without a name are called by their number. */
function idsOf(rows: number, named: TableColumn | undefined): readonly string[] {
  const width = String(rows).length;
  return Array.from({ length: rows }, (_, row) => {
    const name = named === undefined ? undefined : cellOf(named, row);
    return name === undefined ? `row ${String(row + 1).padStart(width, '0')}` : String(name);
  });
}

type PersonRow = Readonly<Record<string, unknown>> & { readonly _user_id: string };

async function gathered(
  { population }: PersonasAnalysis,
  facts: readonly string[],
  task: AnalysisTask,
): Promise<GatheredPeople> {
  const { documents, until, signal, progress } = task;
  const home = await openEvents(task, { wanted: { events: [], columns: {} } });
  try {
    const sqlOf = peopleSql({ segment: population ?? null, facts, until }, documents, home);
    const ids: string[] = [];
    const collected = facts.map((fact) => collector(fact, documents));
    for await (const rows of home.inParts<PersonRow>((people) => `select * from ${sqlOf(people)} people`)) {
      signal.throwIfAborted();
      for (const row of rows) {
        ids.push(row._user_id);
        facts.forEach((fact, place) => collected[place]?.add(row[fact]));
      }
      progress(0.1, `${String(ids.length)} people`);
    }
    return { ids, columns: collected.map(({ take }) => take()) };
  } finally {
    home.close();
  }
}

interface Collector {
  readonly add: (value: unknown) => void;
  readonly take: () => TableColumn;
}

function collector(name: string, { facts }: ReleaseDocuments): Collector {
  const type: FactType = facts[name]?.type ?? 'number';
  if (type === 'string') return textCollector(name);
  const kind = type === 'boolean' ? 'boolean' : 'number';
  const values: number[] = [];
  return {
    add(value) {
      values.push(value === null || value === undefined ? Number.NaN : Number(value));
    },
    take: () => ({ name, type: 'number', kind, values: Float64Array.from(values) }),
  };
}

function textCollector(name: string): Collector {
  const known = new Map<string, number>();
  const codes: number[] = [];
  return {
    add(value) {
      if (typeof value !== 'string') {
        codes.push(-1);
        return;
      }
      const code = known.get(value) ?? known.size;
      known.set(value, code);
      codes.push(code);
    },
    take: () => ({
      name,
      type: 'category',
      kind: 'category',
      codes: Int32Array.from(codes),
      categories: [...known.keys()],
    }),
  };
}

/** In the order of the ids: what is drawn does not depend on the order in which a database answers. */
function byId({ ids, columns }: GatheredPeople): GatheredPeople {
  const order = Uint32Array.from(ids.keys()).sort((a, b) => {
    const [one = '', other = ''] = [ids[a], ids[b]];
    return one < other ? -1 : one > other ? 1 : a - b;
  });
  return { ids: Array.from(order, (row) => ids[row] ?? ''), columns: columns.map((column) => pickRows(column, order)) };
}
