import { inLanguages } from '../words/language.js';

/** What is published, and how it is written. */
export const WORDS = inLanguages(
  {
    title: 'Rules',
    search: 'Search by name or id',
    strategies: 'Strategies',
    segments: 'Segments',
    none: 'Nothing is called so.',
  },
  {
    title: '规则',
    search: '按名称或编号搜索',
    strategies: '策略',
    segments: '人群',
    none: '没有符合的名称。',
  },
);
