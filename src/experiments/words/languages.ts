import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese/chinese.js';
import { ENGLISH, type ExperimentPhrases } from './english/english.js';

/** A further language is a table like these: TypeScript says what it lacks. */
const TABLES: Readonly<Record<Language, ExperimentPhrases>> = { en: ENGLISH, zh: CHINESE };

/** What is said of experiments, in a language. */
export function experimentPhrases(language: Language = DEFAULT_LANGUAGE): ExperimentPhrases {
  return TABLES[language];
}
