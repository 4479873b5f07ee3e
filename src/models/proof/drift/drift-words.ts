import { type Language } from '#strata/kernel/texts';
import { binCount, type Bins, type Distribution } from '#strata/statistics';
import { modelPhrases, type ValueStatement } from '../../words/index.js';
import { type DriftReport } from './drift-report.js';

/** Where a column moved most, in words: "94 % are above 171, in training 3 % (the median is 280, was 45)". */
export function changeOf(before: Distribution, after: Distribution, language?: Language): string {
  const told = statements(before.bins).map(({ statement, bins }) => {
    const [then, now] = [before, after].map((population) => shareOf(population, bins));
    return { statement, then: then ?? 0, now: now ?? 0 };
  });
  const most = told.toSorted((a, b) => Math.abs(b.now - b.then) - Math.abs(a.now - a.then))[0];
  if (most === undefined) return '';
  const medians = before.median === null || after.median === null ? null : { now: after.median, then: before.median };
  return modelPhrases(language).drift.change({ ...most, medians });
}

/** Something that can be said of a person by their bin. */
interface BinStatement {
  readonly statement: ValueStatement;
  /** The bins of which it is true. */
  readonly bins: readonly number[];
}

function statements(bins: Bins): readonly BinStatement[] {
  if (bins.type === 'number') {
    const { edges, range: known } = bins;
    // With a range the first bin holds what is below it, and the one before the missing values what is above.
    const missing = binCount(bins) - 1;
    const first = known === undefined ? 0 : 1;
    const said = (is: 'below' | 'above' | 'at most', value: number, of: readonly number[]): BinStatement => ({
      statement: { is, value },
      bins: of,
    });
    return [
      ...(known === undefined ? [] : [said('below', known[0], [0]), said('above', known[1], [missing - 1])]),
      ...edges.map((edge, bin) => said('above', edge, range(first + bin + 1, missing))),
      ...edges.map((edge, bin) => said('at most', edge, range(0, first + bin + 1))),
      { statement: { is: 'missing' }, bins: [missing] },
    ];
  }
  const { categories } = bins;
  return [
    ...categories.map((value, bin): BinStatement => ({ statement: { is: 'category', value }, bins: [bin] })),
    { statement: { is: 'another' }, bins: [categories.length] },
    { statement: { is: 'missing' }, bins: [categories.length + 1] },
  ];
}

function shareOf({ counts, rows }: Distribution, bins: readonly number[]): number {
  return bins.reduce((sum, bin) => sum + (counts[bin] ?? 0), 0) / rows;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** What to do, naming what moved and by how much. */
export function headlineOf(
  {
    result,
    features,
    score,
    classifier,
    calibration,
    pool,
  }: Pick<DriftReport, 'result' | 'features' | 'score' | 'classifier' | 'calibration' | 'pool'>,
  language?: Language,
): string {
  const { drift } = modelPhrases(language);
  if (result === 'ok') return drift.alike(pool);
  const moved = features.filter((feature) => feature.result !== 'ok');
  return drift.differ(result, pool, [
    ...moved.slice(0, NAMED).map(({ words, index, change }) => drift.moved(words, index, change)),
    ...(moved.length > NAMED ? [drift.more(moved.length - NAMED)] : []),
    ...(score === null || score.result === 'ok' ? [] : [drift.scoreMoved(score.index, score.change)]),
    ...(classifier === null || classifier.result === 'ok' ? [] : [drift.classifier(classifier.auc.value)]),
    ...(calibration === null || calibration.result === 'ok'
      ? []
      : [drift.calibration(calibration.promised, calibration.happened.value)]),
  ]);
}

/** So many features are named in a headline. */
const NAMED = 3;
