import { type ReasonCode, type Stage } from '#strata/engine';
import { type CompiledStrategy } from '#strata/engine/plan';
import { type Language } from '#strata/kernel/texts';
import { campaignPhrases } from '../../words/index.js';

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
export function stopWords(code: ReasonCode, { document }: CompiledStrategy, language?: Language): string {
  const { stops } = campaignPhrases(language);
  switch (code) {
    case 'NOT_ACTIVE':
      return stops.notActive;
    case 'SUPPRESSED':
      return stops.suppressed;
    case 'NO_CONSENT':
      return stops.noConsent(document.consent);
    case 'SCORER_FAILED':
      return stops.noScore;
    case 'NO_CHAMPION':
      return stops.noChampion;
    case 'CAPPED':
      return stops.capped(document.limits?.perUser ?? null);
    case 'OFFER_INELIGIBLE':
      return stops.noOffer;
    case 'UNPROFITABLE':
      return stops.unprofitable;
    case 'NOT_IN_EXPERIMENT':
      return stops.notInExperiment;
    case 'HOLDOUT':
      return stops.heldOut;
    case 'STOCK_SPENT':
      return stops.stockSpent;
    case 'BUDGET_SPENT':
      return stops.budgetSpent;
    default:
      return code;
  }
}
