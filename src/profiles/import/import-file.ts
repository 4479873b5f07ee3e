import { isDeeperThan } from '#strata/kernel';
import { type Call } from '../calls/index.js';
import { BadRow } from './cells.js';
import { checkColumns, type ImportKind, type Mapping, type ImportPlan, planOf } from './fields.js';
import { openSource, DEEPEST_ROW, type RowSource, type SourceBatch, type SourceRow, statOf } from '#strata/tables/rows';
import { OddCellCounts, type OddCells } from './odd-cells.js';
import { type Reject, RejectFile } from './rejects.js';
import { identifyCallOf, namesNobody, trackCallOf } from './to-call.js';
import { type Destination, Writer } from './writer.js';

/** What to import, and where to. */
export interface ImportRequest extends Destination {
  readonly file: string;
  readonly mappings?: readonly Mapping[];
  /** Where rows go that are not kept; beside the file unless told. */
  readonly rejects?: string;
  /** Ends the import after the batches that are under way. */
  readonly signal?: AbortSignal;
  /** @param share 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What became of the rows of a file. */
export interface ImportSummary {
  readonly kind: ImportKind;
  readonly file: string;
  /** Rows that were read. */
  readonly rows: number;
  /** Rows that were kept; profiles that were known already count, too. */
  readonly accepted: number;
  /** Events that were there already. */
  readonly duplicates: number;
  /** Rows about erased persons. */
  readonly refused: number;
  /** Rows that could not be understood. */
  readonly rejected: number;
  /** The file with the rejected rows; null where there are none. */
  readonly rejects: string | null;
  /** Columns that were not read. */
  readonly ignored: readonly string[];
  /** Cells that are not of the type of their column. */
  readonly odd: readonly OddCells[];
  readonly seconds: number;
  /** True where it was asked to end before the end of the file. */
  readonly interrupted: boolean;
}

/**
 * Imports a file in bounded memory. Rows that cannot be understood go to the reject file, everything else is kept.
 *
 * Importing a file again changes nothing, so an import that was interrupted, or killed, is simply run again.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, UNAVAILABLE
 */
export async function importFile(request: ImportRequest): Promise<ImportSummary> {
  const begin = performance.now();
  const { kind, file, mappings = [] } = request;
  const { mtimeMs } = await statOf(file);
  const source = await openSource(file);
  try {
    if (source.columns !== null) checkColumns(file, kind, { columns: source.columns, mappings });
    const rejects = await RejectFile.replace(request.rejects ?? `${file}.rejects.ndjson`);
    const reader = new Reader(request, source, { at: Math.floor(mtimeMs), now: Date.now() });
    const writer = new Writer(request);
    try {
      await run(request, { source, reader, writer, rejects });
    } finally {
      await writer.settled();
      await rejects.close();
    }
    return {
      kind,
      file,
      rows: reader.rows,
      ...writer.tally,
      rejected: rejects.count,
      rejects: rejects.count === 0 ? null : rejects.path,
      ignored: [...reader.ignored],
      odd: reader.odd.all(),
      seconds: (performance.now() - begin) / 1000,
      interrupted: request.signal?.aborted === true,
    };
  } finally {
    await source.close();
  }
}

interface Parts {
  readonly source: RowSource;
  readonly reader: Reader;
  readonly writer: Writer;
  readonly rejects: RejectFile;
}

async function run({ signal, progress }: ImportRequest, { source, reader, writer, rejects }: Parts): Promise<void> {
  const begin = performance.now();
  for await (const batch of source.batches()) {
    if (signal?.aborted === true) return;
    const read = reader.read(batch);
    await rejects.write(read.rejects);
    await writer.add(read.calls);
    const perSecond = Math.round(reader.rows / ((performance.now() - begin) / 1000));
    progress?.(batch.share, `${String(reader.rows)} rows, ${String(perSecond)} a second`);
  }
  await writer.end();
}

/** Understands rows. */
class Reader {
  rows = 0;
  /** Columns that were not read; of files whose rows name their own, the first hundred. */
  readonly ignored = new Set<string>();
  readonly odd = new OddCellCounts();
  readonly #plans = new Map<string, ImportPlan>();
  #last: ImportPlan | null = null;

  constructor(
    private readonly request: ImportRequest,
    private readonly source: RowSource,
    /** When a profile without a time was true, and the import began. */
    private readonly times: { readonly at: number; readonly now: number },
  ) {}

  read({ rows, unreadable }: SourceBatch): { readonly calls: readonly Call[]; readonly rejects: readonly Reject[] } {
    this.rows += rows.length + unreadable.length;
    const calls: Call[] = [];
    const rejects: Reject[] = [...unreadable];
    for (const row of rows) {
      const plan = this.#planOf(row.columns);
      if (namesNobody(row, plan)) this.request.quality?.onNobody(this.#nameOf(row, plan));
      try {
        calls.push(this.#callOf(row, plan));
        this.#countOdd(row, plan);
      } catch (error) {
        if (!(error instanceof BadRow)) throw error;
        rejects.push({ line: row.line, reason: error.message, row: recordOf(row) });
        this.request.quality?.onRejected(this.#nameOf(row, plan), error.about, 1);
      }
    }
    if (unreadable.length > 0) this.request.quality?.onRejected(null, 'line', unreadable.length);
    return { calls, rejects: rejects.sort((a, b) => a.line - b.line) };
  }

  #callOf(row: SourceRow, plan: ImportPlan): Call {
    const { valueOf } = this.source;
    return this.request.kind === 'events'
      ? trackCallOf(row, plan, valueOf)
      : identifyCallOf(row, plan, { valueOf, ...this.times });
  }

  /** Counts what is not of its column's type, and tells it of events. */
  #countOdd(row: SourceRow, plan: ImportPlan): void {
    const { typeOf, valueOf } = this.source;
    if (typeOf === undefined) return;
    for (const { index, name, column } of plan.rest) {
      const cell = row.cells[index];
      const type = typeOf(column);
      if (type === undefined || typeof cell !== 'string' || typeof valueOf(column, cell) === type) continue;
      this.odd.add(column, type, cell);
      const event = this.request.kind === 'events' ? this.#nameOf(row, plan) : null;
      if (event !== null) this.request.quality?.onWrongType(event, name);
    }
  }

  #nameOf({ cells }: SourceRow, { fields }: ImportPlan): string | null {
    const name = fields.name === undefined ? null : cells[fields.name];
    return typeof name === 'string' ? name : null;
  }

  #planOf(columns: readonly string[]): ImportPlan {
    if (this.#last?.columns === columns) return this.#last;
    const key = JSON.stringify(columns);
    const plan = this.#plans.get(key) ?? planOf(this.request.kind, columns, this.request.mappings ?? []);
    if (this.#plans.size < MOST_PLANS) this.#plans.set(key, plan);
    for (const column of plan.ignored) if (this.ignored.size < MOST_IGNORED) this.ignored.add(column);
    this.#last = plan.columns === columns ? plan : null;
    return plan;
  }
}

const MOST_PLANS = 1000;
const MOST_IGNORED = 100;

function recordOf({ columns, cells }: SourceRow): Readonly<Record<string, unknown>> {
  const told = (cell: unknown) => (isDeeperThan(DEEPEST_ROW, cell) ? '…' : cell);
  return Object.fromEntries(columns.map((column, index) => [column, told(cells[index])]));
}
