import { useLocalStorage } from '@mantine/hooks';
import { createContext, type ReactNode, use, useEffect } from 'react';
import { CHINESE } from './chinese.js';
import { ENGLISH, type Words } from './english.js';

const LANGUAGES = { en: ENGLISH, zh: CHINESE } as const;
/** As HTML names it. */
export type Language = keyof typeof LANGUAGES;

interface Spoken {
  readonly language: Language;
  readonly words: Words;
  readonly speak: (language: Language) => void;
}

const LanguageContext = createContext<Spoken | null>(null);

/** What the browser asks for, until somebody chooses. */
function preferred(): Language {
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

/** Gives all that is below it the words of the chosen language. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, speak] = useLocalStorage<Language>({ key: 'strata-language', defaultValue: preferred() });
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <LanguageContext value={{ language, words: LANGUAGES[language], speak }}>{children}</LanguageContext>;
}

/** The chosen language, and how another one is chosen. */
export function useLanguage(): Spoken {
  const spoken = use(LanguageContext);
  if (spoken === null) throw new Error('Nothing above says which language is spoken.');
  return spoken;
}

/** The words of the chosen language. */
export const useWords = (): Words => useLanguage().words;
