import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { type FactCatalogue, type FactDefinition } from '../index.js';

const translated = new WeakMap<FactCatalogue, Map<Language, FactCatalogue>>();

/** The catalogue with what its facts are called in a language, made once; a fact without a translation keeps its words. */
export function inLanguage(catalogue: FactCatalogue, language: Language = DEFAULT_LANGUAGE): FactCatalogue {
  if (!Object.values(catalogue).some(({ translations }) => translations?.[language] !== undefined)) return catalogue;
  const known = translated.get(catalogue) ?? new Map<Language, FactCatalogue>();
  translated.set(catalogue, known);
  const found = known.get(language) ?? Object.fromEntries(translatedEntries(catalogue, language));
  known.set(language, found);
  return found;
}

function translatedEntries(catalogue: FactCatalogue, language: Language): [string, FactDefinition][] {
  return Object.entries(catalogue).map(([name, definition]) => {
    const words = definition.translations?.[language]?.words;
    return [name, words === undefined ? definition : { ...definition, words }];
  });
}
