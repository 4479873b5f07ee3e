import { type PurchaseHistories } from '#sdk';

/** How features are brought to one scale, as the customers were who were learned from. */
export interface FeatureScale {
  readonly name: string;
  readonly mean: number;
  /** 0 where all were equal: the feature says nothing. */
  readonly deviation: number;
  /** Nobody counts as lower or higher: what was never seen is not foretold by a line. */
  readonly least: number;
  readonly most: number;
}

interface Feature {
  readonly name: string;
  /** NaN where it is not known of a customer. */
  readonly values: Float64Array;
}

/** Scales of the features of some customers. */
export function scalesOf(histories: PurchaseHistories): readonly FeatureScale[] {
  return featuresOf(histories).map(({ name, values }) => {
    const known = values.filter((value) => !Number.isNaN(value));
    if (known.length === 0) return { name, mean: 0, deviation: 0, least: 0, most: 0 };
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
    const [least, most] = known.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const, [
      Infinity,
      -Infinity,
    ] as const);
    return { name, mean, deviation: Math.sqrt(variance), least, most };
  });
}

/**
 * The features of customers by these scales, row by row: 1 for the constant, then each feature in deviations from its mean;
 * 0, the mean, where it is not known.
 */
export function designOf(histories: PurchaseHistories, scales: readonly FeatureScale[]): Float64Array {
  const rows = histories.repeats.length;
  const width = scales.length + 1;
  const design = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) design[row * width] = 1;
  const features = new Map(featuresOf(histories).map(({ name, values }) => [name, values]));
  scales.forEach(({ name, mean, deviation, least, most }, place) => {
    const values = features.get(name);
    if (values === undefined || deviation === 0) return;
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      design[row * width + place + 1] = (Math.min(most, Math.max(least, value)) - mean) / deviation;
    }
  });
  return design;
}

/** Logarithms, since the response is one of a product: twice as many purchases count the same from 1 to 2 as from 4 to 8. */
function featuresOf({ repeats, recency, age, value, covariates }: PurchaseHistories): readonly Feature[] {
  const each = (of: (row: number) => number): Float64Array => Float64Array.from(repeats, (_, row) => of(row));
  const silence = (row: number): number => Math.max(0, (age[row] ?? 0) - (recency[row] ?? 0));
  return [
    { name: 'repeat purchases', values: each((row) => Math.log1p(repeats[row] ?? 0)) },
    { name: 'came back at all', values: each((row) => ((repeats[row] ?? 0) > 0 ? 1 : 0)) },
    { name: 'days since the last purchase', values: each((row) => Math.log1p(silence(row))) },
    {
      name: 'days since the last purchase, by the usual gap',
      values: each((row) => {
        const count = repeats[row] ?? 0;
        return count === 0 ? Number.NaN : Math.log1p(silence(row)) - Math.log1p((recency[row] ?? 0) / count);
      }),
    },
    { name: 'days since the first purchase', values: each((row) => Math.log1p(age[row] ?? 0)) },
    { name: 'value of a purchase', values: value.map((money) => (money > 0 ? Math.log(money) : Number.NaN)) },
    ...covariates.map(({ name, values }) => ({ name: `covariate ${name}`, values })),
  ];
}
