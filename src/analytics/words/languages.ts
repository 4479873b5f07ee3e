import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese.js';
import { type AnalysisPhrases, ENGLISH } from './english.js';

/** A further language is a table like these. */
const TABLES: Readonly<Record<Language, AnalysisPhrases>> = { en: ENGLISH, zh: CHINESE };

/** What analyses say in a language; English unless told. */
export function analysisPhrases(language: Language = DEFAULT_LANGUAGE): AnalysisPhrases {
  return TABLES[language];
}
