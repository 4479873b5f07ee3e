import { type PurchaseModel } from '../models/purchase-model.js';
import { type EqualHistories } from './equal-histories.js';
import { covarianceAt, maximise, type Objective } from './maximise.js';

/** What was learned of one of the two models. */
export interface FittedParameters {
  /** Logarithms of the parameters, then the coefficients of the covariates. */
  readonly x: readonly number[];
  /** Of `x`; null where the data do not say. */
  readonly covariance: readonly (readonly number[])[] | null;
  /** Natural logarithm. */
  readonly logLikelihood: number;
  readonly found: boolean;
}

/** Logarithms of parameters stay within these, where the likelihood has no end. */
const BOUND = 12;
/** Distinct histories that a fit begins with. */
const SAMPLE = 20_000;

/** The parameters of a purchase model by maximum likelihood. */
export function fitPurchases(
  model: PurchaseModel,
  histories: EqualHistories,
  covariates: number,
  look: (step: number) => void,
): FittedParameters {
  const first = [...model.start.map(Math.log), ...new Array<number>(signed(model).length * covariates).fill(0)];
  const sample = sampleOf(histories);
  const start = sample === null ? first : maximise(objectiveOf(model, sample), first, look).x;
  return fitted(objectiveOf(model, histories), start, sumOf(histories.customers), look);
}

/** Some of many histories, to begin near the top; null where they are few. */
function sampleOf(histories: EqualHistories): EqualHistories | null {
  const each = Math.floor(histories.customers.length / SAMPLE);
  if (each < 2) return null;
  const some = (column: Float64Array): Float64Array => column.filter((_, row) => row % each === 0);
  const { customers, repeats, recency, age, pattern, patterns } = histories;
  return {
    customers: some(customers),
    repeats: some(repeats),
    recency: some(recency),
    age: some(age),
    pattern: some(pattern),
    patterns,
  };
}

/** Climbs, and tells how sure the top is. @param customers so many the objective is the mean of */
export function fitted(
  objective: Objective,
  start: ArrayLike<number>,
  customers: number,
  look: (step: number) => void,
): FittedParameters {
  const { x, value, found } = maximise(objective, start, look);
  const covariance = covarianceAt(objective, x, customers);
  return {
    x: [...x],
    covariance: covariance?.map((row) => [...row]) ?? null,
    logLikelihood: value * customers,
    found: found && x.every((each) => Math.abs(each) < BOUND),
  };
}

/** The mean log-likelihood of a customer. */
function objectiveOf(model: PurchaseModel, histories: EqualHistories): Objective {
  const { customers, repeats, recency, age, pattern, patterns } = histories;
  const count = model.parameters.length;
  const all = sumOf(customers);
  const slopes = new Float64Array(count);
  const perPattern = new Float64Array(count);
  return (x, gradient) => {
    gradient.fill(0);
    if (x.some((each) => Math.abs(each) > BOUND)) return -Infinity;
    let sum = 0;
    for (let from = 0; from < customers.length;) {
      const covariates = patterns[pattern[from] ?? 0] ?? [];
      const parameters = parametersOf(model, x, covariates);
      perPattern.fill(0);
      let row = from;
      for (; row < customers.length && pattern[row] === pattern[from];) {
        const likelihood = model.likelihoodOf(parameters, repeats[row] ?? 0);
        const same = repeats[row];
        for (; row < customers.length && repeats[row] === same && pattern[row] === pattern[from]; row++) {
          const weight = customers[row] ?? 0;
          sum += weight * likelihood(recency[row] ?? 0, age[row] ?? 0, slopes);
          for (let place = 0; place < count; place++) {
            perPattern[place] = (perPattern[place] ?? 0) + weight * (slopes[place] ?? 0);
          }
        }
      }
      addSlopes(model, parameters, covariates, perPattern, gradient);
      from = row;
    }
    for (let place = 0; place < gradient.length; place++) gradient[place] = (gradient[place] ?? 0) / all;
    return Number.isNaN(sum) ? -Infinity : sum / all;
  };
}

/** By the logarithms of the parameters, and by the coefficients. */
function addSlopes(
  model: PurchaseModel,
  parameters: Float64Array,
  covariates: readonly number[],
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  for (let place = 0; place < parameters.length; place++) {
    gradient[place] = (gradient[place] ?? 0) + (parameters[place] ?? 0) * (slopes[place] ?? 0);
  }
  let at = parameters.length;
  for (const place of signed(model)) {
    const slope = (model.covariateSigns[place] ?? 0) * (parameters[place] ?? 0) * (slopes[place] ?? 0);
    for (const covariate of covariates) {
      gradient[at] = (gradient[at] ?? 0) + slope * covariate;
      at++;
    }
  }
}

/** The parameters of customers with these covariates: log θ = log θ₀ ± γ·z. */
export function parametersOf(model: PurchaseModel, x: ArrayLike<number>, covariates: readonly number[]): Float64Array {
  const logs = Float64Array.from(model.parameters, (_, place) => x[place] ?? 0);
  let at = logs.length;
  for (const place of signed(model)) {
    for (const covariate of covariates) {
      logs[place] = (logs[place] ?? 0) + (model.covariateSigns[place] ?? 0) * (x[at] ?? 0) * covariate;
      at++;
    }
  }
  return logs.map(Math.exp);
}

/** Places of the parameters that covariates move. */
export function signed({ covariateSigns }: PurchaseModel): readonly number[] {
  return covariateSigns.flatMap((sign, place) => (sign === 0 ? [] : [place]));
}

function sumOf(column: Float64Array): number {
  return column.reduce((sum, each) => sum + each, 0);
}
