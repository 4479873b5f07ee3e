import { aucInterval } from '../prediction/index.js';
import { binIndexes, binsOf, type ColumnValues, type Estimate, effectiveRows, type Outcomes, at } from '../index.js';
import { outOfFoldLinks } from './separability.js';

/** Something that was known of people before some of them were treated. */
export type KnownBefore = ColumnValues & {
  readonly name: string;
};

/** By how much two groups differ in one thing. */
export interface StandardisedDifference {
  /** The column, and of a category the value that differs most: `city = Berlin`. */
  readonly name: string;
  /** Mean of the treated minus that of the controls, in standard deviations. */
  readonly difference: number;
  /** Its standard error where nothing differs. */
  readonly error: number;
}

/** Whether the treated and the controls are alike in what was known before. */
export interface TreatmentBalance {
  /**
   * How well a classifier tells who was treated, out of fold: about 0.5 where the treatment was drawn at random. NaN
   * without columns, or with fewer than two rows in an arm.
   */
  readonly classifier: Estimate;
  /** The largest first. */
  readonly differences: readonly StandardisedDifference[];
  /** Whether something else than chance chose the treated. */
  readonly differs: boolean;
  /** P(treated) of each row, by the classifier, out of fold. */
  readonly propensity: Float64Array;
}

/** Beyond so many standard deviations between two groups drawn at random something else than chance drew them. */
const LARGEST_DIFFERENCE = 0.1;
/** Standard errors of the difference that chance seldom reaches, with many columns. */
const SURE = 4;
/** With many rows a classifier finds what does not matter: so much above a coin does. */
const HARMLESS_AUC = 0.52;

/**
 * Compares treated people with controls before any effect is told: a classifier of the treatment, judged out of fold,
 * sees what columns do together; standardised mean differences name single ones (Austin, 2009). They differ where the
 * classifier's interval lies above 0.52, or a difference is above 0.1 and above four standard errors.
 *
 * @param treated 1 for treated, 0 for control
 * @param clusters for each row the number of its person, from 0, where people have several rows: chance drew people
 */
export function treatmentBalance(
  columns: readonly KnownBefore[],
  treated: ArrayLike<number>,
  clusters?: ArrayLike<number>,
): TreatmentBalance {
  const labels = Float64Array.from(treated);
  const binned = columns.map((column) => binIndexes(binsOf(column, BINS), column));
  const links = outOfFoldLinks(binned, labels, clusters);
  const classifier = columns.length === 0 ? UNKNOWN : aucInterval(links, labels, clusters);
  const differences = standardisedDifferences(columns, treated, undefined, clusters);
  const differs = classifier.lower > HARMLESS_AUC || largestSure(differences) !== undefined;
  return { classifier, differences, differs, propensity: links.map((link) => 1 / (1 + Math.exp(-link))) };
}

/** Finer than a drift check needs: the propensity is told from these. */
const BINS = 32;
const UNKNOWN: Estimate = { value: Number.NaN, lower: Number.NaN, upper: Number.NaN, level: 0.95 };

/** The largest of the differences that chance does not explain; undefined where it explains all. */
export function largestSure(differences: readonly StandardisedDifference[]): StandardisedDifference | undefined {
  return differences
    .filter(({ difference, error }) => Math.abs(difference) > Math.max(LARGEST_DIFFERENCE, SURE * error))
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference))[0];
}

/**
 * Mean differences between treated and controls in standard deviations (the root of the mean of both variances), the
 * largest first. A category is compared value by value, and by what is missing; a number by its known values.
 *
 * @param treated 1 for treated, 0 for control
 * @param weights positive; 1 unless given
 * @param clusters for each row the number of its person, from 0, where people have several rows: errors count people
 */
export function standardisedDifferences(
  columns: readonly KnownBefore[],
  treated: ArrayLike<number>,
  weights?: ArrayLike<number>,
  clusters?: ArrayLike<number>,
): readonly StandardisedDifference[] {
  return columns
    .flatMap((column) => {
      const compared = indicatorsOf(column).map(({ name, value }) => ({
        name,
        ...differenceOf(value, { treated, weights, clusters }),
      }));
      return compared.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, 1);
    })
    .toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || (a.name < b.name ? -1 : 1));
}

/** Numbers to compare the means of; NaN where a row says nothing. */
interface Indicator {
  readonly name: string;
  readonly value: (row: number) => number;
}

const MOST_CATEGORIES = 50;

function indicatorsOf(column: KnownBefore): readonly Indicator[] {
  const { name } = column;
  if (column.type === 'number') {
    const { values } = column;
    const missing = { name: `${name} missing`, value: (row: number) => Number(Number.isNaN(at(values, row))) };
    return [{ name, value: (row) => at(values, row) }, ...(values.some(Number.isNaN) ? [missing] : [])];
  }
  const { codes, categories } = column;
  const bins = binsOf(column);
  const frequent = bins.type === 'category' ? bins.categories.slice(0, MOST_CATEGORIES) : [];
  return frequent.map((category) => {
    const code = categories.indexOf(category);
    return { name: `${name} = ${category}`, value: (row) => Number(at(codes, row) === code) };
  });
}

/** Who is compared; see {@link standardisedDifferences}. */
interface Groups {
  readonly treated: ArrayLike<number>;
  readonly weights: ArrayLike<number> | undefined;
  readonly clusters: ArrayLike<number> | undefined;
}

function differenceOf(
  value: (row: number) => number,
  { treated, weights, clusters }: Groups,
): { readonly difference: number; readonly error: number } {
  const labels = Float64Array.from({ length: treated.length }, (_, row) => value(row));
  const known = Uint32Array.from(labels.keys()).filter(
    (row) => Number.isFinite(labels[row]) && (weights === undefined || at(weights, row) !== 0),
  );
  const outcomes = {
    labels,
    ...(weights === undefined ? {} : { weights }),
    ...(clusters === undefined ? {} : { clusters }),
  };
  const [controls, own] = [0, 1].map((arm) =>
    summaryOf(
      outcomes,
      known.filter((row) => Number(at(treated, row) === 1) === arm),
    ),
  ) as [Summary, Summary];
  const spread = Math.sqrt((own.variance + controls.variance) / 2);
  const error = Math.sqrt(1 / own.effective + 1 / controls.effective);
  const difference = (own.mean - controls.mean) / spread;
  return { difference: Number.isFinite(difference) ? difference : 0, error };
}

interface Summary {
  readonly mean: number;
  readonly variance: number;
  /** So many equally weighted people of one row would say as much. */
  readonly effective: number;
}

function summaryOf(outcomes: Outcomes, rows: Uint32Array): Summary {
  let [weight, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    const own = outcomes.weights === undefined ? 1 : at(outcomes.weights, row);
    weight += own;
    sum += own * at(outcomes.labels, row);
    squares += own * at(outcomes.labels, row) ** 2;
  }
  const mean = sum / weight;
  const variance = Math.max(0, squares / weight - mean * mean);
  return { mean, variance, effective: effectiveRows(outcomes, rows) };
}
