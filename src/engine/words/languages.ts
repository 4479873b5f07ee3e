import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { CHINESE } from './chinese/chinese.js';
import { ENGLISH, type Phrases } from './english/english.js';

/** A further language is a table like these: TypeScript says what it lacks. */
const TABLES: Readonly<Record<Language, Phrases>> = { en: ENGLISH, zh: CHINESE };

/** The phrases of a language. */
export function phrasesOf(language: Language = DEFAULT_LANGUAGE): Phrases {
  return TABLES[language];
}
