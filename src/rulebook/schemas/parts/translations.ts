import { z } from 'zod';
import { type Language, LANGUAGES } from '#strata/kernel/texts';
import { type FactTranslations } from '#strata/engine';

const translation = z
  .strictObject({ words: z.string().min(1, { error: 'what the fact is called in a sentence' }) })
  .exactOptional();

/** What a fact is called in other languages. */
export const translations = z
  .strictObject(Object.fromEntries(LANGUAGES.map((language) => [language, translation])) as LanguageShape)
  .describe('What the fact is called in sentences of other languages') satisfies z.ZodType<FactTranslations>;

type LanguageShape = Readonly<Record<Language, typeof translation>>;
