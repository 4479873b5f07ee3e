import {
  type BaseForecast,
  defineLifetime,
  type FitRun,
  type LifetimeDescription,
  type LifetimeForecast,
  type ObservedHistories,
  type PurchaseHistories,
  StrataError,
} from '#sdk';
import { designOf, type FeatureScale, scalesOf } from './features.js';
import { options, type RegressionOptions } from './options.js';
import { fitLogLinear, type LogLinear, meanAt } from './regression.js';

/** What is learned from who bought how much in the days after. */
interface LearnedRegression {
  readonly scales: readonly FeatureScale[];
  /** Of the time that was learned from. */
  readonly days: number;
  readonly purchases: LogLinear;
  /** Money of all purchases together; null where it is not known of enough. */
  readonly spend: LogLinear | null;
  /** Of all customers, repeat purchases a day. */
  readonly rate: number;
}

export default defineLifetime({
  options,
  train: learn,
  save: (learned) => new TextEncoder().encode(JSON.stringify(learned)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as LearnedRegression,
  forecast,
  base,
  expected: ({ rate }, times) => times.map((days) => rate * days),
  describe,
});

function learn(
  { repeats, age, earlier }: ObservedHistories,
  { ridge }: RegressionOptions,
  run: FitRun,
): LearnedRegression {
  if (earlier === undefined || earlier.histories.repeats.length === 0) {
    throw new StrataError('TOO_FEW_EXAMPLES', 'What was observed is too short to learn from what was bought later.');
  }
  const { histories, days, purchases, value } = earlier;
  const scales = scalesOf(histories);
  const width = scales.length + 1;
  const design = designOf(histories, scales);
  const look = (note: string, from: number) => (step: number) => {
    run.signal.throwIfAborted();
    run.progress(from + 0.5 * Math.min(1, step / 10), note);
  };
  return {
    scales,
    days,
    purchases: fitLogLinear(design, purchases, { width, ridge, look: look('how often people buy', 0) }),
    spend: fitSpend(design, value, { width, ridge, look: look('for how much they buy', 0.5) }),
    rate: sum(repeats) / Math.max(1, sum(age)),
  };
}

function fitSpend(
  design: Float64Array,
  value: Float64Array,
  how: Parameters<typeof fitLogLinear>[2],
): LogLinear | null {
  const rows = Uint32Array.from(value.keys()).filter((row) => !Number.isNaN(value[row] ?? Number.NaN));
  // What was paid back is no purchase.
  const spent = Float64Array.from(rows, (row) => Math.max(0, value[row] ?? 0));
  if (!spent.some((money) => money > 0)) return null;
  const { width } = how;
  const known = new Float64Array(rows.length * width);
  rows.forEach((row, place) => {
    known.set(design.subarray(row * width, (row + 1) * width), place * width);
  });
  return fitLogLinear(known, spent, how);
}

function forecast(learned: LearnedRegression, histories: PurchaseHistories, horizon: number): LifetimeForecast {
  const design = designOf(histories, learned.scales);
  const { spend, purchases } = learned;
  const means = histories.repeats.map((_, row) => meanAt(design, row, purchases.coefficients));
  return {
    purchases: means.map((mean) => mean * shareOf(learned, horizon)),
    value: means.map((mean, row) => (spend === null ? Number.NaN : meanAt(design, row, spend.coefficients) / mean)),
    alive: new Float64Array(means.length).fill(Number.NaN),
  };
}

/** More time brings more in proportion: how it slows down is not learned. */
function shareOf({ days }: LearnedRegression, horizon: number): number {
  return horizon <= 0 ? 0 : horizon / days;
}

function base(learned: LearnedRegression, histories: PurchaseHistories, horizon: number): BaseForecast {
  const design = designOf(histories, learned.scales);
  const share = shareOf(learned, horizon);
  const { spend, purchases } = learned;
  const of = (model: LogLinear) => sumOf(design, histories.repeats.length, model, share);
  return {
    purchases: of(purchases),
    value: spend === null ? { estimate: Number.NaN, standardError: Number.NaN } : of(spend),
  };
}

/** By the delta method: Var = g'Σg of the coefficients, and φμ of what is bought. */
function sumOf(
  design: Float64Array,
  rows: number,
  { coefficients, covariance, dispersion }: LogLinear,
  share: number,
): BaseForecast['purchases'] {
  const slopes = new Float64Array(coefficients.length);
  for (let row = 0; row < rows; row++) {
    const mean = share * meanAt(design, row, coefficients);
    for (let place = 0; place < slopes.length; place++) {
      slopes[place] = (slopes[place] ?? 0) + mean * (design[row * slopes.length + place] ?? 0);
    }
  }
  // The first feature is 1.
  const estimate = slopes[0] ?? 0;
  const ofCoefficients = slopes.reduce(
    (all, slope, i) => all + slope * slopes.reduce((row, other, j) => row + other * (covariance[i]?.[j] ?? 0), 0),
    0,
  );
  return { estimate, standardError: Math.sqrt(ofCoefficients + dispersion * estimate) };
}

function describe({ scales, days, purchases, spend }: LearnedRegression): LifetimeDescription {
  const names = ['constant', ...scales.map(({ name }) => name)];
  const parameters = (of: string, model: LogLinear) =>
    names.map((name, place) => ({
      name: `${of}: ${name}`,
      estimate: model.coefficients[place] ?? 0,
      standardError: Math.sqrt(model.covariance[place]?.[place] ?? Number.NaN),
    }));
  return {
    parameters: [...parameters('purchases', purchases), ...(spend === null ? [] : parameters('money', spend))],
    logLikelihood: null,
    notes: [
      `It learned from what was bought in ${String(days)} days; another time counts in proportion, however people slow down.`,
      ...(spend === null ? ['What purchases are worth is not known.'] : []),
    ],
  };
}

function sum(column: Float64Array): number {
  return column.reduce((all, each) => all + each, 0);
}
