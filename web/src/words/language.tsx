import { useLocalStorage } from '@mantine/hooks';
import { createContext, type ReactNode, use, useLayoutEffect } from 'react';

/** As HTML names it. */
export type Language = 'en' | 'zh';
/** The same words in each language. */
export type InLanguages<W> = Readonly<Record<Language, W>>;

/** Words of a room: those of another language have the same names and, where they are functions, ask for the same. */
export function inLanguages<W>(en: W, zh: NoInfer<W>): InLanguages<W> {
  return { en, zh };
}

/** Words for names that a server says, which may be others some day. */
export function byName<V>(words: Readonly<Record<string, V>>): Readonly<Record<string, V>> {
  return words;
}

interface Spoken {
  readonly language: Language;
  readonly speak: (language: Language) => void;
}

const LanguageContext = createContext<Spoken | null>(null);

/** What the browser asks for, until somebody chooses. */
function preferred(): Language {
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

/** Lets all that is below it speak the chosen language. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, speak] = useLocalStorage<Language>({
    key: 'strata-language',
    defaultValue: preferred(),
    getInitialValueInEffect: false,
  });
  // In front of the effects of what is below, which ask the server in this language.
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <LanguageContext value={{ language, speak }}>{children}</LanguageContext>;
}

/** The chosen language, and how another one is chosen. */
export function useLanguage(): Spoken {
  const spoken = use(LanguageContext);
  if (spoken === null) throw new Error('Nothing above says which language is spoken.');
  return spoken;
}

/** Words in the chosen language. */
export function useWords<W>(words: InLanguages<W>): W {
  return words[useLanguage().language];
}
