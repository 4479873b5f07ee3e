import { z } from 'zod';
import { type EvidenceTeller } from '#strata/models/proof/told';
import { estimate, figure } from '#strata/models/training';
import { comparedVerdict } from '../backtest/index.js';

const stored = z.object({
  selectors: z.array(
    z.object({
      selector: z.enum(['strategy', 'human rule', 'random', 'response model', 'two-model method']),
      audience: figure,
      profit: estimate,
      strategyAhead: z.object({ profit: estimate }).nullable(),
    }),
  ),
  basis: z.enum(['incremental', 'gross']),
  plan: z.discriminatedUnion('by', [
    z.object({ by: z.literal('audience'), audience: figure, share: figure }),
    z.object({ by: z.literal('budget'), budget: figure }),
  ]),
  history: z.object({ outOfTime: z.boolean(), period: z.looseObject({}).nullable() }),
  verdict: z.object({ outcome: z.string() }),
});

/** Tells the verdicts of backtests again, from what the selectors earned. */
export const backtestTeller: EvidenceTeller = {
  stage: 'backtested',
  tell: (report, { language }) => {
    const { data } = stored.safeParse(report);
    if (data === undefined) return report;
    const { history, verdict, ...grounds } = data;
    const { outOfTime, period } = history;
    const again = comparedVerdict({ ...grounds, outOfTime, hasTime: period !== null }, language);
    return again?.outcome === verdict.outcome ? { ...report, verdict: again } : report;
  },
};
