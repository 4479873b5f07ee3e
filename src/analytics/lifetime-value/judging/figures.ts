import { type BaseForecast, type Estimated, type LifetimeForecast } from '#sdk';
import { type Estimate, normalEstimate } from '#strata/statistics';
import {
  aucDifference,
  aucInterval,
  meanAbsoluteError,
  normalisedGini,
  shareOfBest,
} from '#strata/statistics/prediction';
import { type BoughtLater } from '../histories/purchase-log.js';
import { type Bounded, type JudgedForecast } from '../findings/lifetime-report.js';

const LEVEL = 0.95;
const BEST = 0.1;

/** What one way foretold of customers whose purchases are known. */
export interface Foretold {
  readonly plugin: string;
  readonly name: string;
  readonly forecast: LifetimeForecast;
  readonly base: BaseForecast;
}

/** How exactly, and in which order, what was bought had been foretold. @param first what others are compared with; null of itself */
export function judgedForecast(foretold: Foretold, first: Foretold | null, actual: BoughtLater): JudgedForecast {
  const { plugin, name, forecast, base } = foretold;
  const { purchases } = forecast;
  const buys = actual.purchases.map((count) => (count > 0 ? 1 : 0));
  const worth = actual.value.some((value) => value > 0) ? worthOf(forecast) : null;
  const brought = worth === null ? actual.purchases : actual.value.map((value) => (Number.isNaN(value) ? 0 : value));
  return {
    plugin,
    name,
    purchases: boundedBase(base.purchases),
    value: worth === null ? null : boundedBase(base.value),
    meanAbsoluteError: meanAbsoluteError(purchases, actual.purchases),
    auc: bounded(aucInterval(purchases, buys, undefined, LEVEL)),
    gini: known(normalisedGini(worth ?? purchases, brought)),
    bestTenth: known(shareOfBest(worth ?? purchases, brought, BEST)),
    beaten:
      first === null
        ? null
        : {
            meanAbsoluteError: bounded(errorDifference(purchases, first.forecast.purchases, actual.purchases)),
            auc: bounded(aucDifference(first.forecast.purchases, purchases, buys, undefined, LEVEL)),
          },
  };
}

/** Purchases × money a purchase, nothing where it is not known; null where it is known of nobody. */
export function worthOf({ purchases, value }: LifetimeForecast): Float64Array | null {
  if (value.every((money) => Number.isNaN(money))) return null;
  return purchases.map((count, row) => {
    const money = value[row] ?? Number.NaN;
    return Number.isNaN(money) ? 0 : count * money;
  });
}

/** A sum with its interval, which ends at 0: nobody buys less than nothing. */
export function boundedBase({ estimate, standardError }: Estimated): Bounded {
  const { value, lower, upper } = normalEstimate(estimate, standardError, LEVEL);
  return bounded({ value, lower: lower < 0 && estimate >= 0 ? 0 : lower, upper });
}

function bounded({ value, lower, upper }: Pick<Estimate, 'value' | 'lower' | 'upper'>): Bounded {
  return { value, lower: known(lower), upper: known(upper) };
}

function known(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null;
}

/** By how much the first forecasts are wrong more than the second ones, on average, as a paired difference. */
function errorDifference(first: Float64Array, second: Float64Array, actual: Float64Array): Estimate {
  const differences = first.map((count, row) => {
    const bought = actual[row] ?? 0;
    return Math.abs(count - bought) - Math.abs((second[row] ?? 0) - bought);
  });
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
  const squares = differences.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / Math.max(1, differences.length - 1) / differences.length);
  return normalEstimate(mean, standardError, LEVEL);
}
