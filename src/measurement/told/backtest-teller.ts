import { type EvidenceTeller } from '#strata/models/proof/told';
import { reportIn } from './report-in.js';

/** Tells what backtests found as evidence of a model in another language. */
export const backtestTeller: EvidenceTeller = {
  stage: 'backtested',
  tell: (report, { language }) => reportIn(report, language),
};
