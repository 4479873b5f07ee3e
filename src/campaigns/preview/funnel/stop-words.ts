import { type ReasonCode, type Stage } from '#strata/engine';
import { type CompiledStrategy } from '#strata/engine/plan';
import { durationWords, numberWords } from '#strata/kernel';

/** What else than a condition or the contact policy stops people at each stage, in the order of a decision. */
export const STOPS: Readonly<Record<Stage, readonly ReasonCode[]>> = {
  active: ['NOT_ACTIVE'],
  consent: ['SUPPRESSED', 'NO_CONSENT'],
  segment: [],
  arm: ['NOT_IN_EXPERIMENT'],
  trigger: [],
  predictive: ['SCORER_FAILED', 'NO_CHAMPION'],
  baseline: [],
  caps: ['CAPPED'],
  offer: ['SCORER_FAILED', 'NO_CHAMPION', 'OFFER_INELIGIBLE', 'UNPROFITABLE'],
  holdout: ['HOLDOUT'],
  reserve: ['STOCK_SPENT', 'BUDGET_SPENT'],
};

/** Why people are stopped, in words. */
export function stopWords(code: ReasonCode, { document }: CompiledStrategy): string {
  switch (code) {
    case 'NOT_ACTIVE':
      return 'the strategy is not active now';
    case 'SUPPRESSED':
      return 'wants no offers at all';
    case 'NO_CONSENT':
      return `no consent${document.consent === undefined ? '' : ` to ${document.consent}`}`;
    case 'SCORER_FAILED':
      return 'a model could not score the person';
    case 'NO_CHAMPION':
      return 'a model has no version in use';
    case 'CAPPED':
      return capWords(document);
    case 'OFFER_INELIGIBLE':
      return 'no offer is meant for the person';
    case 'UNPROFITABLE':
      return 'no offer is expected to bring a profit';
    case 'NOT_IN_EXPERIMENT':
      return 'takes no part in the experiment';
    case 'HOLDOUT':
      return 'held out, to measure what the offers bring';
    case 'STOCK_SPENT':
      return 'the stock is spent';
    case 'BUDGET_SPENT':
      return 'the budget is spent';
    default:
      return code;
  }
}

function capWords({ limits }: CompiledStrategy['document']): string {
  const cap = limits?.perUser;
  if (cap === undefined) return 'had enough offers';
  const offers = cap.contacts === 1 ? 'an offer' : `${numberWords(cap.contacts)} offers`;
  return `had ${offers} of this strategy in ${durationWords(cap.within)}`;
}
