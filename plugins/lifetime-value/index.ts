import { defineLifetime, type FitRun, type LifetimeDescription, type PurchaseHistories, StrataError } from '#sdk';
import { equalHistories } from './fitting/equal-histories.js';
import { fitMoney } from './fitting/fit-money.js';
import { fitPurchases } from './fitting/fit-purchases.js';
import { baseOf, expectedOf, forecastOf } from './forecasting.js';
import { type LearnedLifetime, modelOf, namesOf } from './learned.js';
import { GAMMA_GAMMA } from './models/gamma-gamma.js';
import { DAYS, type LifetimeOptions, options } from './options.js';

export default defineLifetime({
  options,
  train: learn,
  save: (learned) => new TextEncoder().encode(JSON.stringify(learned)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as LearnedLifetime,
  forecast: forecastOf,
  base: baseOf,
  expected: expectedOf,
  describe,
});

/** Steps after which a fit is usually there, for its progress. */
const USUAL_STEPS = 40;

function learn(histories: PurchaseHistories, own: LifetimeOptions, run: FitRun): LearnedLifetime {
  const { repeats, value, covariates } = histories;
  if (!repeats.some((count) => count > 0)) {
    throw new StrataError(
      'TOO_FEW_EXAMPLES',
      'Nobody bought on a second day: how often people come back is not known.',
    );
  }
  const look = (note: string, from: number) => (step: number) => {
    run.signal.throwIfAborted();
    run.progress(from + 0.5 * Math.min(1, step / USUAL_STEPS), note);
  };
  const equal = equalHistories(histories, DAYS[own.unit]);
  const purchases = fitPurchases(modelOf(own), equal, covariates.length, look('how often people buy', 0));
  const money = fitMoney(histories, look('what a purchase is worth', 0.5));
  const known = value.filter((each) => each > 0);
  return {
    customers: repeats.length,
    purchases,
    covariates: covariates.map(({ name, values }) => ({ name, mean: meanOf(values) })),
    money,
    meanValue: known.length === 0 ? null : meanOf(known),
  };
}

function meanOf(column: Float64Array): number {
  return column.reduce((sum, each) => sum + each, 0) / column.length;
}

function describe(learned: LearnedLifetime, own: LifetimeOptions): LifetimeDescription {
  const model = modelOf(own);
  const { purchases, money } = learned;
  const ofPurchases = namesOf(model, learned).map((name, place) =>
    parameter(name, purchases, place, place < model.parameters.length),
  );
  const ofMoney = money === null ? [] : GAMMA_GAMMA.map((name, place) => parameter(name, money.fit, place, true));
  return {
    parameters: [...ofPurchases, ...ofMoney],
    logLikelihood: purchases.logLikelihood,
    notes: notesOf(learned),
  };
}

function parameter(
  name: string,
  { x, covariance }: LearnedLifetime['purchases'],
  place: number,
  isLogarithm: boolean,
): LifetimeDescription['parameters'][number] {
  const at = x[place] ?? 0;
  const deviation = Math.sqrt(covariance?.[place]?.[place] ?? Number.NaN);
  const estimate = isLogarithm ? Math.exp(at) : at;
  return { name, estimate, standardError: isLogarithm ? estimate * deviation : deviation };
}

function notesOf({ purchases, money }: LearnedLifetime): readonly string[] {
  return [
    ...(purchases.found
      ? []
      : ['The data do not say how people differ: a parameter of the purchases has no best value.']),
    ...(purchases.covariance === null ? ['How sure the parameters of the purchases are is not known.'] : []),
    ...(money === null
      ? ['Too few people bought again to say what a purchase of each is worth: the mean stands for all.']
      : []),
    ...(money !== null && !money.fit.found ? ['The data do not say how much purchases differ in value.'] : []),
  ];
}
