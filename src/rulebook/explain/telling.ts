import { type Language } from '#strata/kernel/texts';
import { type ReleaseDocuments } from '#strata/engine';
import { inLanguage, type Phrases, phrasesOf } from '#strata/engine/words';

/** Documents, and the phrases that they are told with. */
export interface Telling {
  readonly language: Language | undefined;
  readonly phrases: Phrases;
  /** With what facts are called in the language. */
  readonly documents: ReleaseDocuments;
}

export function tellingOf(documents: ReleaseDocuments, language: Language | undefined): Telling {
  const phrases = phrasesOf(language);
  return { language, phrases, documents: { ...documents, facts: inLanguage(documents.facts, language) } };
}
