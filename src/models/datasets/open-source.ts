import { type ModelDocument } from '#strata/engine';
import { type DataFile, hashFile, withDataFile } from '#strata/tables/files';
import { type ExampleOptions, type Examples, readExamples } from './examples/examples.js';
import {
  type ExampleData,
  type ExampleSource,
  type FileSource,
  type GatheredExamples,
  type SourceReading,
  type Pool,
} from './examples/example-source.js';
import { hashExamples } from './examples/fingerprint.js';
import { openHistory } from './history/history.js';
import { reportDataset } from './report/report-dataset.js';

/**
 * Reads the examples of a model, from a file or from history, and looks at them.
 *
 * @throws StrataError BAD_FILE, BAD_COLUMN, TOO_FEW_EXAMPLES
 */
export async function gatherExamples(
  document: ModelDocument,
  source: ExampleSource,
  options: ExampleOptions = {},
): Promise<GatheredExamples> {
  return await withExampleData(document, source, options, async (data) => {
    const examples = await readExamples(document, data, options);
    const report = await reportDataset(examples, { document, data, pool: await data.pool() });
    return { examples, dataHash: await data.fingerprint(examples), report };
  });
}

/**
 * Opens a source for as long as `work` takes. `readExamples`, `readTable` and all else that takes a `DataFile` reads from
 * it. Throws as {@link gatherExamples} does.
 */
export async function withExampleData<T>(
  document: ModelDocument,
  source: ExampleSource,
  options: SourceReading,
  work: (data: ExampleData) => Promise<T>,
): Promise<T> {
  if (source.kind === 'file') return await withFiles(source, work);
  const history = await openHistory(document, source, options);
  const fingerprint = (examples: Examples) => Promise.resolve(hashExamples(examples));
  try {
    return await work({ ...history, fingerprint });
  } finally {
    history.close();
  }
}

/** What a source is called in messages. */
export function sourceName(source: ExampleSource): string {
  if (source.kind === 'file') return source.file;
  return source.from.kind === 'stored' ? 'the stored history' : source.from.events;
}

async function withFiles<T>({ file, pool }: FileSource, work: (data: ExampleData) => Promise<T>): Promise<T> {
  if (pool === undefined) return await withDataFile(file, (data) => work(asExampleData(data, null)));
  return await withDataFile(pool, async (people) => {
    const known = { data: people, people: await people.rowCount() };
    return await withDataFile(file, (data) => work(asExampleData(data, known)));
  });
}

function asExampleData(data: DataFile, pool: Pool | null): ExampleData {
  return {
    ...data,
    sampling: null,
    fingerprint: () => hashFile(data.file),
    pointInTime: new Set(),
    saidAfter: () => Promise.resolve(null),
    pool: () => Promise.resolve(pool),
  };
}
