import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { refuseInput } from '#strata/tables';
import { type PluginHost } from '#strata/plugin-host';
import { type Scorer } from '#strata/scoring';
import { StrataError } from '#sdk';
import { type ColumnRequest, cellOf, pickRows, type TableColumn } from '#strata/tables/columns';
import { csvCell, type DataFile, withDataFile } from '#strata/tables/files';
import { checkPool, poolOfFile, refuseDrifted, type DriftReport } from '../proof/drift/index.js';
import { type ColumnForms, featureRequest, readingNotes } from '../datasets/index.js';
import { trainedForms, ROWS_PER_CALL } from '../training/index.js';
import { chooseVersion, type VersionChoice, type ModelRegistry, type ModelVersion } from '../registry/index.js';
import { restWords, scoreReasons } from '../proof/explanation/index.js';
import { scoreCells } from './score-cells.js';

/** What to score, and where to. */
export interface ScoreFileRequest extends VersionChoice {
  readonly document: ModelDocument;
  /** CSV, NDJSON or Parquet. */
  readonly file: string;
  /** The CSV file to write. It appears when all of it is written. */
  readonly out: string;
  /** The column that becomes `id`; the row's number in the file, from 1, unless told. */
  readonly id?: string;
  /** Adds a column with the strongest reasons of each score in words. Every row is explained, which takes its time. */
  readonly reasons?: { readonly top: number; readonly facts: FactCatalogue };
  /** Scores even people that the version was not trained on; else they are refused. */
  readonly force?: true;
  /** Names features in words where people are refused. */
  readonly facts?: FactCatalogue;
  readonly host: PluginHost;
  readonly registry: ModelRegistry;
  /** @param share done so far, 0 to 1 */
  readonly progress?: (share: number, note: string) => void;
}

/** What was written. */
export interface ScoredFile {
  readonly version: ModelVersion;
  readonly rows: number;
  readonly out: string;
  /** Names of the treatments of p1, p2 …; empty where the task is not uplift. */
  readonly treatments: readonly string[];
  /** The people of the file beside those trained on; null where the version does not know those. */
  readonly drift: DriftReport | null;
  /** What a reader should know: cells that count as missing. */
  readonly notes: readonly string[];
}

/**
 * Scores every row of a file and writes `id,score`: calibrated probabilities for binary models; for uplift the
 * effect of the treatment that does most, and more columns ({@link scoreCells}). Streams in batches, so
 * that the size of the file does not matter. Before, the people of the file are compared with those that the version was
 * trained on.
 *
 * @throws StrataError DRIFT_REFUSED, MODEL_NOT_TRAINED, BAD_FILE, BAD_COLUMN, SCORER_…
 */
export async function scoreFile(request: ScoreFileRequest): Promise<ScoredFile> {
  const { document, file, out, host, registry } = request;
  await refuseInput(out, [file]);
  const version = await chooseVersion(registry, document.id, request);
  const scorer = await host.load(await registry.artefact(document.id, version.version), 'batch');
  try {
    return await withDataFile(file, async (data) => {
      const drift = await driftOf(request, version, scorer, data);
      if (drift !== null && request.force === undefined) refuseDrifted(drift);
      const trained = trainedForms(version);
      const rows = await writeAtomically(out, (sink) => scoreInto(sink, data, scorer, { ...request, trained }));
      const notes = await readingNotes(data, featureRequests(document, scorer, data, trained));
      return { version, rows, out, treatments: scorer.treatments, drift, notes };
    });
  } finally {
    await scorer.close();
  }
}

async function driftOf(
  { document, registry, facts = {} }: ScoreFileRequest,
  version: ModelVersion,
  scorer: Scorer,
  data: DataFile,
): Promise<DriftReport | null> {
  const reference = await registry.reference(version.modelId, version.version);
  if (reference === null) return null;
  const pool = poolOfFile(document, { version, reference }, data);
  return await checkPool({ document, version, reference, scorer, name: data.file, pool, facts });
}

async function scoreInto(
  sink: FileHandle,
  data: DataFile,
  scorer: Scorer,
  { document, id, reasons, progress, trained }: ScoreFileRequest & { readonly trained: ColumnForms },
): Promise<number> {
  const features = featureRequests(document, scorer, data, trained);
  const requests = id === undefined ? features : [...features, { name: id, kind: 'category' as const }];
  const total = progress === undefined ? 0 : await data.rowCount();
  let written = 0;
  const { columns: scores, cellsOf } = scoreCells(scorer);
  await sink.write(`${['id', ...scores, ...(reasons === undefined ? [] : ['reasons'])].join(',')}\n`);
  for await (const batch of data.read(requests, { rowsPerBatch: ROWS_PER_CALL })) {
    const columns = batch.columns.slice(0, features.length);
    const ids = batch.columns[features.length];
    const { values } = await scorer.score({ kind: 'raw', rows: batch.rows, columns });
    const why = reasons === undefined ? [] : await reasonsOf(scorer, columns, batch.rows, { ...reasons, trained });
    let lines = '';
    for (let row = 0; row < batch.rows; row++) {
      const name = ids === undefined ? batch.start + row + 1 : (cellOf(ids, row) ?? '');
      const cells = [String(name), ...cellsOf(values, row)].map(csvCell);
      lines += `${cells.join(',')}${why[row] ?? ''}\n`;
    }
    await sink.write(lines);
    written += batch.rows;
    progress?.(written / total, `${written} of ${total} rows scored`);
  }
  return written;
}

function featureRequests(
  document: ModelDocument,
  scorer: Scorer,
  data: DataFile,
  trained: ColumnForms,
): readonly ColumnRequest[] {
  return scorer.features.map((feature) => featureRequest(document, feature, data, trained));
}

/** The last cell of each line: its strongest reasons and all others together, in words. */
async function reasonsOf(
  scorer: Scorer,
  columns: readonly TableColumn[],
  rows: number,
  { trained, ...options }: NonNullable<ScoreFileRequest['reasons']> & { readonly trained: ColumnForms },
): Promise<readonly string[]> {
  const cells: string[] = [];
  for (let row = 0; row < rows; row++) {
    const own = columns.map((column) => pickRows(column, Uint32Array.of(row)));
    const contributions = await scorer.explain({ kind: 'raw', rows: 1, columns: own }, 0);
    const found = scoreReasons(contributions, { task: scorer.task, ...options, columns: trained });
    const rest = restWords(found);
    const words = [...found.reasons.map((reason) => reason.words), ...(rest === null ? [] : [rest])];
    cells.push(`,${csvCell(words.join('; '))}`);
  }
  return cells;
}

/** Writes to a file beside the wanted one and renames it at the end: nobody ever sees half of it. */
async function writeAtomically<T>(out: string, write: (sink: FileHandle) => Promise<T>): Promise<T> {
  const temporary = `${out}.${randomUUID()}.tmp`;
  const sink = await open(temporary, 'wx').catch((error: unknown) => {
    throw new StrataError('BAD_FILE', `${out} cannot be written.`, { cause: error });
  });
  try {
    const result = await write(sink);
    await sink.sync();
    await sink.close();
    await rename(temporary, out);
    return result;
  } catch (error) {
    await sink.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}
