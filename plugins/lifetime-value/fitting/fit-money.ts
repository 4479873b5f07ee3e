import { type PurchaseHistories } from '#sdk';
import { GAMMA_GAMMA_START, gammaGammaLikelihood } from '../models/gamma-gamma.js';
import { type FittedParameters, fitted } from './fit-purchases.js';
import { type Objective } from './maximise.js';

/** So few customers with a repeat purchase say nothing of what purchases are worth. */
const LEAST = 10;

/** Gamma-Gamma by maximum likelihood over whoever bought again for more than nothing; null where they are too few. */
export function fitMoney(
  { repeats, value }: PurchaseHistories,
  look: (step: number) => void,
): { readonly fit: FittedParameters; readonly customers: number } | null {
  const rows = Uint32Array.from(repeats, (_, row) => row)
    .filter((row) => (repeats[row] ?? 0) > 0 && (value[row] ?? 0) > 0)
    .sort((a, b) => (repeats[a] ?? 0) - (repeats[b] ?? 0) || a - b);
  if (rows.length < LEAST) return null;
  const counts = Float64Array.from(rows, (row) => repeats[row] ?? 0);
  const values = Float64Array.from(rows, (row) => value[row] ?? 0);
  // In units of the mean value, so that a fit begins as near in any currency.
  const scale = values.reduce((sum, each) => sum + each, 0) / values.length / USUAL_VALUE;
  const inScale = fitted(
    objectiveOf(
      counts,
      values.map((each) => each / scale),
    ),
    GAMMA_GAMMA_START.map(Math.log),
    rows.length,
    look,
  );
  const [p = 0, q = 0, v = 0] = inScale.x;
  const fit = {
    ...inScale,
    x: [p, q, v + Math.log(scale)],
    logLikelihood: inScale.logLikelihood - rows.length * Math.log(scale),
  };
  return { fit, customers: rows.length };
}

const USUAL_VALUE = 30;

function objectiveOf(repeats: Float64Array, values: Float64Array): Objective {
  const slopes = new Float64Array(3);
  return (x, gradient) => {
    gradient.fill(0);
    if (x.some((each) => Math.abs(each) > 12)) return -Infinity;
    const parameters = x.map(Math.exp);
    let sum = 0;
    for (let row = 0; row < repeats.length;) {
      const same = repeats[row] ?? 0;
      const likelihood = gammaGammaLikelihood(parameters, same);
      for (; row < repeats.length && repeats[row] === same; row++) {
        sum += likelihood(values[row] ?? 0, slopes);
        for (let place = 0; place < 3; place++) gradient[place] = (gradient[place] ?? 0) + (slopes[place] ?? 0);
      }
    }
    for (let place = 0; place < 3; place++) {
      gradient[place] = ((gradient[place] ?? 0) * (parameters[place] ?? 0)) / repeats.length;
    }
    return Number.isNaN(sum) ? -Infinity : sum / repeats.length;
  };
}
