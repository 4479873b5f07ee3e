import { type ModelDocument } from '#strata/engine';
import { type DriftLimits, type DriftResult, type Limit } from './drift-report.js';

/**
 * The usual reading of the population stability index calls 0.1 a move and 0.25 a great one (Siddiqi, 2006). A population
 * that only grew older reaches 0.3 by its recency alone while the model holds, so refusing begins at twice that reading.
 */
const INDEX: Limit = { warn: 0.1, refuse: 0.5 };
/** One normal feature of an index of 0.5 gives an AUC of 0.69; what is refused should be worse than that. */
const CLASSIFIER: Limit = { warn: 0.7, refuse: 0.85 };

/** The limits of a model: those of its document, else the usual ones. */
export function limitsOf({ drift = {} }: Pick<ModelDocument, 'drift'>): DriftLimits {
  return {
    warn: drift.warn ?? INDEX.warn,
    refuse: drift.refuse ?? INDEX.refuse,
    classifier: { ...CLASSIFIER, ...drift.classifier },
    ignore: drift.ignore ?? [],
  };
}

/** Where a figure stands. */
export function resultOf(figure: number, { warn, refuse }: Limit): DriftResult {
  if (figure >= refuse) return 'refused';
  return figure >= warn ? 'warned' : 'ok';
}

/** The worst of some results. */
export function worst(results: readonly DriftResult[]): DriftResult {
  if (results.includes('refused')) return 'refused';
  return results.includes('warned') ? 'warned' : 'ok';
}
