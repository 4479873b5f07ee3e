import { type FittedParameters, signed } from './fitting/fit-purchases.js';
import { bgNbd, mbgNbd } from './models/beta-geometric.js';
import { paretoNbd } from './models/pareto-nbd.js';
import { type PurchaseModel } from './models/purchase-model.js';
import { type LifetimeOptions } from './options.js';

/** What was learned of a base of customers. */
export interface LearnedLifetime {
  readonly customers: number;
  readonly purchases: FittedParameters;
  readonly covariates: readonly { readonly name: string; readonly mean: number }[];
  /** Null where too few bought again: a purchase's value is not known then. */
  readonly money: { readonly fit: FittedParameters; readonly customers: number } | null;
  /** Mean over customers of what their purchases were worth; null where that is known of nobody. */
  readonly meanValue: number | null;
}

const MODELS: Readonly<Record<LifetimeOptions['model'], PurchaseModel>> = {
  'bg-nbd': bgNbd,
  'mbg-nbd': mbgNbd,
  'pareto-nbd': paretoNbd,
};

export function modelOf({ model }: LifetimeOptions): PurchaseModel {
  return MODELS[model];
}

/** Names of what was fitted, in the order of `x`: coefficients are named by their parameter and covariate. */
export function namesOf(model: PurchaseModel, { covariates }: LearnedLifetime): readonly string[] {
  const coefficients = signed(model).flatMap((place) =>
    covariates.map(({ name }) => `${model.parameters[place] ?? ''}: ${name}`),
  );
  return [...model.parameters, ...coefficients];
}
