import { type Language } from '#strata/kernel/texts';
import { binIndexes, type Distribution, distributionOf, type Estimate } from '#strata/statistics';
import { nearestMixture, populationStabilityIndex, separability } from '#strata/statistics/populations';
import {
  type CalibrationDrift,
  type ClassifierDrift,
  type ColumnDrift,
  type DriftLimits,
  type DriftReport,
} from './drift-report.js';
import { changeOf, headlineOf } from './drift-words.js';
import { resultOf, worst } from './limits.js';
import { modelPhrases } from '../../words/index.js';
import { type SeenPool } from './pool-sample.js';
import { type DriftReference, sampleOf } from '../../registry/index.js';

/** What is compared, and by which limits. */
export interface CompareRequest {
  readonly model: string;
  readonly version: number;
  readonly reference: DriftReference;
  /** What the pool is called, in the language of the words. */
  readonly name: string;
  readonly pool: SeenPool;
  /** Scores of people of the pool; null where there are none. */
  readonly scores: Float64Array | null;
  readonly limits: DriftLimits;
  readonly calibration?: CalibrationDrift | null;
  /** What features are called, by name, in the language of the words. */
  readonly words?: Readonly<Record<string, string>>;
  /** Of what the report says; English unless told. */
  readonly language?: Language | undefined;
  readonly notes?: readonly string[];
  /** The classifier is taught on so many rows of either side; on all of the samples unless told. */
  readonly classified?: number;
}

/** Below so many people a classifier learns nothing. */
const LEAST_PEOPLE = 100;

/** Compares a pool with the people that a version was trained on. Pure. */
export function compareWithTraining(request: CompareRequest): DriftReport {
  const { model, version, reference, name, pool, limits, calibration = null, notes = [], language } = request;
  const { drift } = modelPhrases(language);
  const features = reference.features
    .flatMap((feature, index) => featureDrift(request, feature, pool.distributions[index] ?? null))
    .toSorted((a, b) => b.index - a.index);
  const absent = reference.features.filter((_, index) => (pool.distributions[index] ?? null) === null);
  const score = scoreDrift(request);
  const classifier = classifierDrift(request);
  const result = worst([
    ...features.map((feature) => feature.result),
    ...[score, classifier, calibration].flatMap((part) => (part === null ? [] : [part.result])),
  ]);
  const found = { pool: name, result, features, score, classifier, calibration };
  return {
    model,
    version,
    people: pool.rows,
    trainedOn: reference.rows,
    limits,
    ...found,
    headline: headlineOf(found, language),
    notes: [
      ...notes,
      ...(absent.length === 0 ? [] : [drift.absent(absent.map((feature) => feature.name))]),
      ...(pool.rows < LEAST_PEOPLE ? [drift.few(pool.rows)] : []),
    ],
  };
}

function featureDrift(
  request: CompareRequest,
  { name, distribution }: DriftReference['features'][number],
  after: Distribution | null,
): readonly ColumnDrift[] {
  if (after === null) return [];
  const { limits, words = {} } = request;
  const drift = columnDrift({ name, words: words[name] ?? name }, distribution, after, request);
  return [limits.ignore.includes(name) ? { ...drift, result: 'ok' } : drift];
}

function columnDrift(
  column: Pick<ColumnDrift, 'name' | 'words'>,
  before: Distribution,
  after: Distribution,
  { limits, language }: CompareRequest,
): ColumnDrift {
  const { index, noise } = populationStabilityIndex(before, after);
  const result = index > noise ? resultOf(index, limits) : 'ok';
  return { ...column, index, noise, result, change: changeOf(before, after, language) };
}

/**
 * A model is surer of people whom it learned from than of others, and a pool may have both: only scores that no mixture of
 * the two explains have moved.
 */
function scoreDrift(request: CompareRequest): ColumnDrift | null {
  const { reference, scores, language } = request;
  if (reference.score === null || scores === null || scores.length === 0) return null;
  const { score, learned = score } = reference;
  const after = distributionOf(score.bins, { type: 'number', values: scores });
  const column = { name: 'score', words: modelPhrases(language).drift.score };
  return columnDrift(column, nearestMixture(score, learned, after), after, request);
}

/** The lower end of the interval counts: few people must not refuse a campaign by chance. */
function classifierDrift({ reference, pool, limits, classified }: CompareRequest): ClassifierDrift | null {
  if (Math.min(pool.sample.rows, reference.sample.rows) < LEAST_PEOPLE) return null;
  const before = sampleOf(reference);
  const counted = reference.features.flatMap(({ name, distribution: { bins } }, feature) => {
    const column = pool.sample.columns[feature];
    if (column === undefined || pool.distributions[feature] === null || limits.ignore.includes(name)) return [];
    return [{ before: before[feature] ?? new Uint8Array(), after: binIndexes(bins, column) }];
  });
  if (counted.length === 0) return null;
  const auc: Estimate = separability(
    counted.map((feature) => feature.before.subarray(0, classified)),
    counted.map((feature) => feature.after.subarray(0, classified)),
  );
  return { auc, result: resultOf(auc.lower, limits.classifier) };
}
