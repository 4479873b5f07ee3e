import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese.js';
import { type AllocationPhrases, ENGLISH } from './english.js';

const TABLES: Readonly<Record<Language, AllocationPhrases>> = { en: ENGLISH, zh: CHINESE };

/** What is said of limits in a language. */
export function allocationPhrases(language: Language = DEFAULT_LANGUAGE): AllocationPhrases {
  return TABLES[language];
}
