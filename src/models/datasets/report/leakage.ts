import { columnNumberWords, fixedWords } from '#strata/kernel';
import { type FeatureColumn } from '#sdk';
import { binCount, binIndexes, type Bins, binsOf } from '#strata/statistics';
import { rocAuc } from '#strata/statistics/prediction';
import {
  type FeatureSummary,
  LEAKAGE_KINDS,
  type LeakageSign,
  type LeakageSuspect,
} from '../examples/dataset-report.js';
import { filledTogether } from './filled-together.js';
import { isMissing } from './single-feature.js';

/** From where on a feature is suspected; `docs/data-sets.md` says why. */
const LIMITS = {
  alone: 0.95,
  /** Of values: its rank correlation with them. What explains values well is no leak; what nearly is them may be. */
  aloneRank: 0.995,
  /** Distance of the AUC's lower end from 0.5 beside that of the third best feature, and what it is at least. */
  outstanding: 1.5,
  outstandingAuc: 0.75,
  /** Label of a value's rows, at least so often or at most so seldom; rows a value; share of rows with such values. */
  decisive: 0.9,
  decisiveRows: 20,
  decisiveShare: 0.02,
  blank: 0.8,
  latestAuc: 0.6,
  /** Share of rows of which it was said later: where the label is 1 beside where it is not. */
  later: 0.1,
} as const;
/** Words of names that say: the latest, as of whenever the cell was written. */
const LATEST = /(^|[^a-z])(last|latest|final|outcome|result|resolution)([^a-z]|$)/;

/** What suspects are looked for in: columns of at least one row, and a label of 0 and 1, or whether values are above their median. */
export interface LeakageRequest {
  readonly columns: readonly FeatureColumn[];
  readonly label: Float64Array;
  /** One a column. */
  readonly summaries: readonly FeatureSummary[];
  /** Features that were computed as of each row's moment: of them nobody has to ask when they were written. */
  readonly pointInTime: ReadonlySet<string>;
  /** For features of which it is known: how long after each row's moment they were last said; see `ExampleData`. */
  readonly saidAfter: ReadonlyMap<string, Float64Array>;
}

/**
 * Features that look as if they were known only after the label, the most suspicious first. Nobody can know this from a
 * table alone: these are questions to ask of whoever made it.
 */
export function leakageSuspects(request: LeakageRequest): readonly LeakageSuspect[] {
  const { columns, label, summaries, pointInTime, saidAfter } = request;
  const together = filledTogether(
    columns.filter(({ name }) => !pointInTime.has(name)),
    columns,
  );
  const third = summaries.map(({ auc }) => auc.value).toSorted((a, b) => b - a)[2] ?? Number.NaN;
  return columns
    .map((column, index) => {
      const { value: auc, lower } = summaries[index]?.auc ?? { value: Number.NaN, lower: Number.NaN };
      const order = summaries[index]?.rank ?? null;
      const asked = pointInTime.has(column.name)
        ? []
        : [
            order === null ? givesAway(column, label) : undefined,
            filledByOutcome(column, label),
            together.get(column.name),
            holdsLatest(column, auc),
          ];
      const found = [
        ...(order === null ? [predictsAlone(auc), standsOut({ auc, lower }, third)] : [isTheLabel(order)]),
        ...asked,
        saidLater(saidAfter.get(column.name), label),
      ];
      return { feature: column.name, signs: found.filter((sign) => sign !== undefined), auc };
    })
    .filter(({ signs }) => signs.length > 0)
    .toSorted((a, b) => rank(a.signs) - rank(b.signs) || b.auc - a.auc)
    .map(({ feature, signs }) => ({ feature, signs }));
}

function rank(signs: readonly LeakageSign[]): number {
  return Math.min(...signs.map(({ kind }) => LEAKAGE_KINDS.indexOf(kind)));
}

function predictsAlone(auc: number): LeakageSign | undefined {
  if (!(auc > LIMITS.alone)) return undefined;
  const words = `alone it gives an AUC of ${fixedWords(auc, 3)}`;
  return { kind: 'predicts alone', value: auc, limit: LIMITS.alone, words };
}

/** A value may be explained by one feature: that it can be told above its median or below is no suspicion. */
function isTheLabel(order: number): LeakageSign | undefined {
  if (!(order > LIMITS.aloneRank)) return undefined;
  const words = `alone it orders rows as the label does, with a rank correlation of ${fixedWords(order, 3)}`;
  return { kind: 'predicts alone', value: order, limit: LIMITS.aloneRank, words };
}

/**
 * The third best, so that two leaking columns do not hide one another; by the lower end of the interval, so that chance
 * among few positives does not count.
 */
function standsOut(
  { auc, lower }: { readonly auc: number; readonly lower: number },
  third: number,
): LeakageSign | undefined {
  const ratio = (lower - 0.5) / (Math.max(third, 0.5) - 0.5);
  if (!(ratio >= LIMITS.outstanding) || lower < LIMITS.outstandingAuc) return undefined;
  const words = `alone it gives an AUC of ${fixedWords(auc, 3)}, where the third best feature reaches ${fixedWords(third, 3)}`;
  return { kind: 'stands out', value: ratio, limit: LIMITS.outstanding, words };
}

function givesAway(column: FeatureColumn, label: Float64Array): LeakageSign | undefined {
  const bins = binsOf(column, 20);
  const rows = new Float64Array(binCount(bins));
  const positives = new Float64Array(rows.length);
  binIndexes(bins, column).forEach((bin, row) => {
    rows[bin] = (rows[bin] ?? 0) + 1;
    positives[bin] = (positives[bin] ?? 0) + (label[row] ?? 0);
  });
  const values = Array.from(rows, (count, bin) => ({ bin, count, rate: (positives[bin] ?? 0) / count }));
  const large = values.filter(({ count }) => count >= LIMITS.decisiveRows).toSorted((a, b) => b.count - a.count);
  const yes = large.filter(({ rate }) => rate >= LIMITS.decisive);
  const no = large.filter(({ rate }) => rate <= 1 - LIMITS.decisive);
  const share = [...yes, ...no].reduce((sum, { count }) => sum + count, 0) / label.length;
  const [surely, hardly] = [yes[0], no[0]];
  if (surely === undefined || hardly === undefined || share < LIMITS.decisiveShare) return undefined;
  const shown = (of: { bin: number; rate: number }) => `${percent(of.rate)} where it is ${valueWords(bins, of.bin)}`;
  const words = `its values decide both ways for ${percent(share)} of the rows: the label is 1 for ${shown(surely)}, for ${shown(hardly)}`;
  return { kind: 'gives both answers away', value: share, limit: LIMITS.decisiveShare, words };
}

function valueWords(bins: Bins, bin: number): string {
  if (bin === binCount(bins) - 1) return 'blank';
  if (bins.type === 'category') return bins.categories[bin] === undefined ? 'rare' : `“${bins.categories[bin]}”`;
  const edge = bins.edges[bin];
  const shown = (value = Number.NaN) => columnNumberWords(Number(value.toPrecision(3)));
  return edge === undefined ? `above ${shown(bins.edges.at(-1))}` : `at most ${shown(edge)}`;
}

function filledByOutcome(column: FeatureColumn, label: Float64Array): LeakageSign | undefined {
  const auc = rocAuc(
    Float64Array.from(label, (_, row) => Number(isMissing(column, row))),
    label,
  );
  const value = Math.max(auc, 1 - auc);
  if (!(value > LIMITS.blank)) return undefined;
  const words = `whether it is blank alone gives an AUC of ${fixedWords(value, 3)}`;
  return { kind: 'filled in by outcome', value, limit: LIMITS.blank, words };
}

function saidLater(after: Float64Array | undefined, label: Float64Array): LeakageSign | undefined {
  if (after === undefined) return undefined;
  const share = (wanted: number) => {
    const rows = after.filter((_, row) => label[row] === wanted);
    return rows.filter((milliseconds) => milliseconds > 0).length / rows.length;
  };
  const [positive, negative] = [share(1), share(0)];
  if (!(positive - negative >= LIMITS.later)) return undefined;
  const words = `it was last said only after the moment for ${percent(positive)} of those with the label 1, for ${percent(negative)} of the others`;
  return { kind: 'said later', value: positive - negative, limit: LIMITS.later, words };
}

function holdsLatest({ name, type }: FeatureColumn, auc: number): LeakageSign | undefined {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (type !== 'category' || !LATEST.test(words) || !(auc >= LIMITS.latestAuc)) return undefined;
  return {
    kind: 'holds the latest',
    value: auc,
    limit: LIMITS.latestAuc,
    words: `by its name it holds the latest of something, and alone it gives an AUC of ${fixedWords(auc, 3)}: as of when?`,
  };
}

function percent(share: number): string {
  return `${fixedWords(100 * share, 1)} %`;
}
