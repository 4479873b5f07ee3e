import { type FactCatalogue, type ModelDocument } from '#strata/engine';
import { inLanguage } from '#strata/engine/words';
import { fixedWords } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { type Scorer } from '#strata/scoring';
import { type FeatureColumn, StrataError } from '#sdk';
import { type ColumnRequest } from '#strata/tables/columns';
import { type DataFile } from '#strata/tables/files';
import { featureRequest } from '../../datasets/index.js';
import { trainedForms, ROWS_PER_CALL, scoreOutputs } from '../../training/index.js';
import type { ModelRegistry, ModelVersion, DriftReference } from '../../registry/index.js';
import { compareWithTraining } from './compare.js';
import { type DriftReport } from './drift-report.js';
import { limitsOf } from './limits.js';
import { type PoolBatch, PoolCounter } from './pool-sample.js';

/** Whom a version is about to score. */
export interface CheckPoolRequest {
  readonly document: ModelDocument;
  readonly version: ModelVersion;
  /** See {@link referenceOf}. */
  readonly reference: DriftReference;
  /** The version, loaded: it scores some thousand of the people. */
  readonly scorer: Scorer;
  /** What the pool is called, for messages. */
  readonly name: string;
  /** All people of the pool, in batches of any size, with the model's features. */
  readonly pool: AsyncIterable<PoolBatch>;
  /** Names features in words. */
  readonly facts?: FactCatalogue;
  /** Of the sample; 1 unless told. */
  readonly seed?: number;
  /** Of what the report says; English unless told. */
  readonly language?: Language | undefined;
}

/**
 * Compares the people of a pool with those that a version was trained on, in one pass: every feature, the scores, and
 * whether a classifier can tell them apart. Linear in the people, some megabytes whatever their number.
 *
 * @throws StrataError SCORER_…
 */
export async function checkPool(request: CheckPoolRequest): Promise<DriftReport> {
  const { document, version, reference, scorer, name, pool, seed = 1, language } = request;
  const counter = new PoolCounter(reference, seed);
  for await (const batch of pool) counter.add(batch);
  const seen = counter.seen();
  return compareWithTraining({
    model: document.id,
    version: version.version,
    reference,
    name,
    pool: seen,
    scores: reference.score === null ? null : await scoresOf(scorer, seen.sample.columns),
    limits: limitsOf(document),
    words: wordsOf(request.facts, language),
    language,
  });
}

/**
 * Refuses people that a version must not score.
 *
 * @throws StrataError DRIFT_REFUSED, which names what moved and by how much
 */
export function refuseDrifted(report: DriftReport): void {
  if (report.result !== 'refused') return;
  const moved = [...report.features, ...(report.score === null ? [] : [report.score])];
  throw new StrataError('DRIFT_REFUSED', report.headline, {
    problems: moved
      .filter(({ result }) => result === 'refused')
      .map(({ words, index, change }) => ({
        message: `${words}: ${change}`,
        expected: `a stability index below ${report.limits.refuse}; it is ${fixedWords(index, 2)}`,
      })),
  });
}

/** The rows of a file as a pool: the features of a version, however the file's cells look. */
export async function* poolOfFile(
  document: ModelDocument,
  version: Pick<CheckPoolRequest, 'version' | 'reference'>,
  data: DataFile,
): AsyncGenerator<PoolBatch> {
  const requests = poolRequests(document, version, data);
  for await (const { rows, columns } of data.read(requests, { rowsPerBatch: ROWS_PER_CALL })) yield { rows, columns };
}

/** How the features of a version are read from a file. */
export function poolRequests(
  document: ModelDocument,
  { version, reference }: Pick<CheckPoolRequest, 'version' | 'reference'>,
  data: DataFile,
): readonly ColumnRequest[] {
  return reference.features.map(({ name, distribution: { bins } }) =>
    featureRequest(
      document,
      bins.type === 'number' ? { name, type: 'number' } : { name, type: 'category', categories: bins.categories },
      data,
      trainedForms(version),
    ),
  );
}

/** @throws StrataError BAD_USAGE */
export async function referenceOf(registry: ModelRegistry, version: ModelVersion): Promise<DriftReference> {
  const reference = await registry.reference(version.modelId, version.version);
  if (reference !== null) return reference;
  const name = `Version ${version.version} of "${version.modelId}"`;
  throw new StrataError('BAD_USAGE', `${name} does not know the people that it was trained on.`, {
    problems: [
      {
        message: 'it was trained before Strata kept how they were spread',
        expected: `train it again: strata train ${version.modelId} --data FILE`,
      },
    ],
  });
}

/** What the catalogue calls each fact, in English unless told. */
export function wordsOf(facts: FactCatalogue = {}, language?: Language): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(inLanguage(facts, language)).map(([name, { words }]) => [name, words]));
}

/** One score a row: for uplift what the best treatment changes. */
async function scoresOf(scorer: Scorer, columns: readonly FeatureColumn[]): Promise<Float64Array> {
  const { values } = await scoreOutputs(scorer, columns);
  return headlineScores(values, scorer.outputs);
}

function headlineScores(values: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) return values;
  return Float64Array.from({ length: values.length / outputs }, (_, row) => {
    const [natural = Number.NaN, ...treated] = values.subarray(row * outputs, (row + 1) * outputs);
    return Math.max(...treated) - natural;
  });
}
