import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese/chinese.js';
import { ENGLISH, type ModelPhrases } from './english/english.js';

const TABLES: Readonly<Record<Language, ModelPhrases>> = { en: ENGLISH, zh: CHINESE };

/** What is said of models, in a language. */
export function modelPhrases(language: Language = DEFAULT_LANGUAGE): ModelPhrases {
  return TABLES[language];
}
