import { columnNumberWords, fixedWords } from '#strata/kernel';
import { binCount, type Bins, type Distribution } from '#strata/statistics';
import { type ClassifierDrift, type ColumnDrift, type DriftReport } from './drift-report.js';

/** Where a column moved most, in words: "94 % are above 171, in training 3 % (the median is 280, was 45)". */
export function changeOf(before: Distribution, after: Distribution): string {
  const sentences = statements(before.bins).map((statement) => {
    const [then, now] = [before, after].map((population) => shareOf(population, statement.bins));
    return { words: statement.words, then: then ?? 0, now: now ?? 0 };
  });
  const most = sentences.toSorted((a, b) => Math.abs(b.now - b.then) - Math.abs(a.now - a.then))[0];
  if (most === undefined) return '';
  const middle = before.median === null || after.median === null ? '' : middles(before.median, after.median);
  return `${percent(most.now)} ${most.words}, in training ${percent(most.then)}${middle}`;
}

function middles(before: number, after: number): string {
  return ` (the median is ${figure(after)}, was ${figure(before)})`;
}

/** Something that can be said of a person by their bin. */
interface Statement {
  readonly words: string;
  /** The bins of which it is true. */
  readonly bins: readonly number[];
}

function statements(bins: Bins): readonly Statement[] {
  if (bins.type === 'number') {
    const { edges, range: known } = bins;
    // With a range the first bin holds what is below it, and the one before the missing values what is above.
    const missing = binCount(bins) - 1;
    const first = known === undefined ? 0 : 1;
    return [
      ...(known === undefined
        ? []
        : [
            { words: `are below ${figure(known[0])}`, bins: [0] },
            { words: `are above ${figure(known[1])}`, bins: [missing - 1] },
          ]),
      ...edges.map((edge, bin) => ({ words: `are above ${figure(edge)}`, bins: range(first + bin + 1, missing) })),
      ...edges.map((edge, bin) => ({ words: `are ${figure(edge)} or less`, bins: range(0, first + bin + 1) })),
      { words: 'have no value', bins: [missing] },
    ];
  }
  const { categories } = bins;
  return [
    ...categories.map((category, bin) => ({ words: `are “${category}”`, bins: [bin] })),
    { words: 'have another value', bins: [categories.length] },
    { words: 'have no value', bins: [categories.length + 1] },
  ];
}

function shareOf({ counts, rows }: Distribution, bins: readonly number[]): number {
  return bins.reduce((sum, bin) => sum + (counts[bin] ?? 0), 0) / rows;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** What to do, naming what moved and by how much. */
export function headlineOf({
  result,
  features,
  score,
  classifier,
  calibration,
  pool,
}: Pick<DriftReport, 'result' | 'features' | 'score' | 'classifier' | 'calibration' | 'pool'>): string {
  if (result === 'ok') return `The people of ${pool} are like those that the model was trained on.`;
  const moved = features.filter((feature) => feature.result !== 'ok');
  const parts = [
    ...moved.slice(0, NAMED).map(movedWords),
    ...(moved.length > NAMED ? [`${moved.length - NAMED} more features`] : []),
    ...(score === null || score.result === 'ok'
      ? []
      : [`the scores moved too (${indexWords(score)}): ${score.change}`]),
    ...(classifier === null || classifier.result === 'ok' ? [] : [classifierWords(classifier)]),
    ...(calibration === null || calibration.result === 'ok'
      ? []
      : [`${percent(calibration.promised)} were promised to convert and ${percent(calibration.happened.value)} did`]),
  ];
  const verdict =
    result === 'refused'
      ? `Refused: the people of ${pool} are not those that the model was trained on`
      : `Look first: the people of ${pool} differ from those that the model was trained on`;
  return `${verdict}: ${parts.join('; ')}.`;
}

/** So many features are named in a headline. */
const NAMED = 3;

function movedWords(drift: ColumnDrift): string {
  return `${drift.words} moved (${indexWords(drift)}): ${drift.change}`;
}

function indexWords({ index }: ColumnDrift): string {
  return `stability index ${fixedWords(index, 2)}`;
}

function classifierWords({ auc }: ClassifierDrift): string {
  return `a classifier tells the two apart ${fixedWords(100 * auc.value, 0)} of 100 times (50 is a coin)`;
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value > 0 && value < 0.5 ? fixedWords(value, 1) : fixedWords(value, 0)} %`;
}

function figure(value: number): string {
  return Number.isFinite(value) ? columnNumberWords(Number(value.toPrecision(4))) : '–';
}
