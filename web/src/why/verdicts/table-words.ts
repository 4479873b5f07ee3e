import { inLanguages } from '../../words/language.js';

/** Of the verdicts of all strategies. */
export const TABLE_WORDS = inLanguages(
  {
    strategy: 'Strategy',
    verdict: 'Verdict',
    profit: 'Expected profit',
    decides: 'decides',
    offers: (offer: string) => `offers “${offer}”`,
  },
  {
    strategy: '策略',
    verdict: '结论',
    profit: '预期利润',
    decides: '由它决定',
    offers: (offer: string) => `给出“${offer}”`,
  },
);
