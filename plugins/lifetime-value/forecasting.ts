import { type BaseForecast, type LifetimeForecast, type PurchaseHistories } from '#sdk';
import { parametersOf } from './fitting/fit-purchases.js';
import { type LearnedLifetime, modelOf } from './learned.js';
import { worthOf } from './models/gamma-gamma.js';
import { DAYS, type LifetimeOptions } from './options.js';

/** Customers whose forecasts are computed again for every parameter, to know how the sum depends on them. */
const SAMPLE = 20_000;
/** Of a parameter's logarithm, for derivatives. */
const STEP = 1e-3;

/** Logarithms of the parameters of both models, and the coefficients. */
interface Fit {
  readonly purchases: ArrayLike<number>;
  readonly money: ArrayLike<number> | null;
}

interface Expectation {
  readonly purchases: number;
  readonly alive: number;
  /** Mean value of a purchase; NaN where it is not known. */
  readonly value: number;
  /** Of the number of purchases. */
  readonly purchaseVariance: number;
  /** Of what they are worth together. */
  readonly worthVariance: number;
}

export function forecastOf(
  learned: LearnedLifetime,
  histories: PurchaseHistories,
  horizon: number,
  options: LifetimeOptions,
): LifetimeForecast {
  const { length } = histories.repeats;
  const forecast = {
    purchases: new Float64Array(length),
    value: new Float64Array(length),
    alive: new Float64Array(length),
  };
  const expect = expectations(fitOf(learned), learned, histories, horizon, options);
  for (let row = 0; row < length; row++) {
    const { purchases, value, alive } = expect(row);
    forecast.purchases[row] = purchases;
    forecast.value[row] = value;
    forecast.alive[row] = alive;
  }
  return forecast;
}

/**
 * The sums, with standard errors: the parameters' share by the delta method (Var = g'Σg, g by differences over a sample of
 * customers), and that of the purchases themselves, as if each customer's rate were Gamma once it is known that they stay.
 */
export function baseOf(
  learned: LearnedLifetime,
  histories: PurchaseHistories,
  horizon: number,
  options: LifetimeOptions,
): BaseForecast {
  const sums = { purchases: 0, value: 0, purchaseVariance: 0, worthVariance: 0 };
  const expect = expectations(fitOf(learned), learned, histories, horizon, options);
  for (let row = 0; row < histories.repeats.length; row++) {
    const expected = expect(row);
    sums.purchases += expected.purchases;
    sums.value += expected.purchases * expected.value;
    sums.purchaseVariance += expected.purchaseVariance;
    sums.worthVariance += expected.worthVariance;
  }
  const spread = parameterVariance(learned, histories, horizon, options);
  return {
    purchases: { estimate: sums.purchases, standardError: Math.sqrt(sums.purchaseVariance + spread.purchases) },
    value: { estimate: sums.value, standardError: Math.sqrt(sums.worthVariance + spread.value) },
  };
}

/** Purchases after the first one that are expected of somebody new. */
export function expectedOf(learned: LearnedLifetime, times: Float64Array, options: LifetimeOptions): Float64Array {
  const model = modelOf(options);
  const means = learned.covariates.map(({ mean }) => mean);
  const parameters = parametersOf(model, learned.purchases.x, means);
  return times.map((days) => (days <= 0 ? 0 : model.ofNew(parameters, days / DAYS[options.unit])));
}

function fitOf({ purchases, money }: LearnedLifetime): Fit {
  return { purchases: purchases.x, money: money?.fit.x ?? null };
}

/** What is expected of a customer, by the row. */
function expectations(
  fit: Fit,
  { covariates, meanValue }: LearnedLifetime,
  histories: PurchaseHistories,
  horizon: number,
  options: LifetimeOptions,
): (row: number) => Expectation {
  const model = modelOf(options);
  const days = DAYS[options.unit];
  const ofAll = parametersOf(model, fit.purchases, []);
  const money = fit.money === null ? null : Array.from(fit.money, Math.exp);
  return (row) => {
    const repeats = histories.repeats[row] ?? 0;
    const history = { repeats, recency: (histories.recency[row] ?? 0) / days, age: (histories.age[row] ?? 0) / days };
    const parameters =
      covariates.length === 0 ? ofAll : parametersOf(model, fit.purchases, covariatesOf(histories, row));
    const alive = model.alive(parameters, history);
    const rate = horizon <= 0 ? 0 : model.whileAlive(parameters, history, horizon / days);
    const purchases = alive * rate;
    // Given that somebody stays: Poisson at a Gamma rate of shape r + x. Else none.
    const square = alive * (rate + rate * rate * (1 + 1 / ((parameters[0] ?? 1) + repeats)));
    const purchaseVariance = Math.max(0, square - purchases * purchases);
    const own = histories.value[row] ?? Number.NaN;
    const worth = money === null ? null : worthOf(money, repeats, own > 0 ? own : Number.NaN);
    const value = worth === null || Number.isNaN(worth.mean) ? (meanValue ?? Number.NaN) : worth.mean;
    const meanVariance = worth !== null && Number.isFinite(worth.variance) ? worth.variance : value * value;
    const ofPurchase = (value * value + meanVariance) / (money?.[0] ?? 1);
    const worthVariance = square * (value * value + meanVariance) - (purchases * value) ** 2 + purchases * ofPurchase;
    return { purchases, alive, value, purchaseVariance, worthVariance: Math.max(0, worthVariance) };
  };
}

function covariatesOf({ covariates }: PurchaseHistories, row: number): readonly number[] {
  return covariates.map(({ values }) => values[row] ?? 0);
}

/** NaN where the fit does not know how sure it is. */
function parameterVariance(
  learned: LearnedLifetime,
  histories: PurchaseHistories,
  horizon: number,
  options: LifetimeOptions,
): { readonly purchases: number; readonly value: number } {
  const { length } = histories.repeats;
  const each = Math.max(1, Math.ceil(length / SAMPLE));
  const sumsAt = (fit: Fit): { purchases: number; value: number } => {
    const expect = expectations(fit, learned, histories, horizon, options);
    const sums = { purchases: 0, value: 0 };
    for (let row = 0; row < length; row += each) {
      const { purchases, value } = expect(row);
      sums.purchases += purchases * each;
      sums.value += purchases * value * each;
    }
    return sums;
  };
  const fit = fitOf(learned);
  const slopes = (moved: (step: number) => Fit): { purchases: number; value: number } => {
    const [up, down] = [sumsAt(moved(STEP)), sumsAt(moved(-STEP))];
    return { purchases: (up.purchases - down.purchases) / (2 * STEP), value: (up.value - down.value) / (2 * STEP) };
  };
  const byPurchases = Array.from(fit.purchases, (_, place) =>
    slopes((step) => ({ ...fit, purchases: shifted(fit.purchases, place, step) })),
  );
  const { money } = fit;
  const byMoney =
    money === null
      ? []
      : Array.from(money, (_, place) => slopes((step) => ({ ...fit, money: shifted(money, place, step) })));
  const { purchases: ofPurchases, money: ofMoney } = learned;
  return {
    purchases: quadratic(
      byPurchases.map(({ purchases }) => purchases),
      ofPurchases.covariance,
    ),
    value:
      quadratic(
        byPurchases.map(({ value }) => value),
        ofPurchases.covariance,
      ) +
      (ofMoney === null
        ? 0
        : quadratic(
            byMoney.map(({ value }) => value),
            ofMoney.fit.covariance,
          )),
  };
}

function shifted(x: ArrayLike<number>, place: number, step: number): number[] {
  return Array.from(x, (each, at) => each + (at === place ? step : 0));
}

function quadratic(slopes: readonly number[], covariance: readonly (readonly number[])[] | null): number {
  if (covariance === null) return Number.NaN;
  return slopes.reduce(
    (sum, slope, i) => sum + slope * slopes.reduce((row, other, j) => row + other * (covariance[i]?.[j] ?? 0), 0),
    0,
  );
}
