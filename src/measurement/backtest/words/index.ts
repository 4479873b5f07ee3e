import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese.js';
import { ENGLISH, type BacktestPhrases } from './english.js';

const TABLES: Readonly<Record<Language, BacktestPhrases>> = { en: ENGLISH, zh: CHINESE };

/** What a backtest says once it compared, in a language. */
export function backtestPhrases(language: Language = DEFAULT_LANGUAGE): BacktestPhrases {
  return TABLES[language];
}
export type { BacktestPhrases } from './english.js';
