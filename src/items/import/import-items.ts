import { type ItemFactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { BadRow, type Reject, RejectFile } from '#strata/profiles/import';
import { openSource, type RowSource, type SourceBatch, type SourceRow } from '#strata/tables/rows';
import { type Item, type WrittenItems, writeItems } from '../catalogue/index.js';
import { checkItemColumns, type ItemMapping, type ItemPlan, itemPlan } from './item-plan.js';
import { readItem } from './read-item.js';

/** What to import, and where to. */
export interface ItemImport {
  readonly file: string;
  readonly database: Database;
  readonly itemFacts: ItemFactCatalogue;
  /** The shop's. */
  readonly timeZone: string;
  readonly mappings?: readonly ItemMapping[];
  /** Where rows go that are not kept; beside the file unless told. */
  readonly rejects?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** @param share 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What became of the rows of a file. */
export interface ItemImportSummary extends WrittenItems {
  readonly file: string;
  readonly rows: number;
  /** Rows that could not be understood. */
  readonly rejected: number;
  /** The file with the rejected rows; null where there are none. */
  readonly rejects: string | null;
  /** Columns that were not read, with the declared fact that is called alike. */
  readonly ignored: readonly { readonly column: string; readonly nearest?: string }[];
  /** True where it was asked to end before the end of the file. */
  readonly interrupted: boolean;
}

/**
 * Imports items into the catalogue: facts that a row says replace those of the same name, all others stay, so that a file may
 * hold nothing but the stock. Rows that cannot be understood go to the reject file. Importing a file again changes nothing.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, UNAVAILABLE
 */
export async function importItems(request: ItemImport): Promise<ItemImportSummary> {
  const { file, itemFacts, mappings = [] } = request;
  const source = await openSource(file);
  try {
    if (source.columns !== null) checkItemColumns(file, source.columns, { itemFacts, mappings });
    const rejects = await RejectFile.replace(request.rejects ?? `${file}.rejects.ndjson`);
    try {
      const sums = await readAll(request, source, rejects);
      const rejected = { rejected: rejects.count, rejects: rejects.count === 0 ? null : rejects.path };
      return { file, ...sums, ...rejected, interrupted: request.signal?.aborted === true };
    } finally {
      await rejects.close();
    }
  } finally {
    await source.close();
  }
}

type Sums = WrittenItems & Pick<ItemImportSummary, 'rows' | 'ignored'>;

async function readAll(request: ItemImport, source: RowSource, rejects: RejectFile): Promise<Sums> {
  const plans = new Plans(request);
  let sums = { rows: 0, added: 0, changed: 0, unchanged: 0 };
  for await (const batch of source.batches()) {
    if (request.signal?.aborted === true) break;
    const read = readBatch(batch, request, plans, source.valueOf);
    await rejects.write(read.rejects);
    const written = await request.database.run((manager) =>
      writeItems(manager, read.items, { writing: 'merge', now: request.now }),
    );
    sums = {
      rows: sums.rows + batch.rows.length + batch.unreadable.length,
      added: sums.added + written.added,
      changed: sums.changed + written.changed,
      unchanged: sums.unchanged + written.unchanged,
    };
    request.progress?.(batch.share, `${String(sums.rows)} rows`);
  }
  return { ...sums, ignored: plans.ignored() };
}

function readBatch(
  { rows, unreadable }: SourceBatch,
  { itemFacts, timeZone }: ItemImport,
  plans: Plans,
  valueOf: RowSource['valueOf'],
): { readonly items: readonly Item[]; readonly rejects: readonly Reject[] } {
  const items: Item[] = [];
  const rejects: Reject[] = [...unreadable];
  for (const row of rows) {
    try {
      items.push(readItem(row, plans.of(row.columns), { itemFacts, timeZone, valueOf }));
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      rejects.push({ line: row.line, reason: error.message, row: recordOf(row) });
    }
  }
  return { items, rejects: rejects.sort((a, b) => a.line - b.line) };
}

function recordOf({ columns, cells }: SourceRow): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
}

/** Of a file whose rows name their own columns, the first so many that are not read are told. */
const MOST_IGNORED = 100;

/** The plans of the rows of a file, which may name columns of their own. */
class Plans {
  readonly #ignored = new Map<string, ItemImportSummary['ignored'][number]>();
  #last: ItemPlan | null = null;

  constructor(private readonly request: Pick<ItemImport, 'itemFacts' | 'mappings'>) {}

  of(columns: readonly string[]): ItemPlan {
    if (this.#last?.columns === columns) return this.#last;
    const plan = itemPlan(columns, this.request.itemFacts, this.request.mappings ?? []);
    for (const each of plan.ignored) if (this.#ignored.size < MOST_IGNORED) this.#ignored.set(each.column, each);
    this.#last = plan;
    return plan;
  }

  ignored(): ItemImportSummary['ignored'] {
    return [...this.#ignored.values()];
  }
}
