import { type Language } from '#strata/kernel/texts';
import { type Problem } from '#sdk';
import { Catalogue } from './catalogue.js';
import { CHINESE } from './chinese/index.js';

/** The catalogues of the languages that messages are not written in. */
const CATALOGUES: Readonly<Partial<Record<Language, Catalogue>>> = { zh: new Catalogue(CHINESE) };

/** A message of ours in a language; as it was written where no entry of the catalogue made it. */
export function messageIn(language: Language, message: string): string {
  return CATALOGUES[language]?.say(message) ?? message;
}

/** Problems with what is wrong and what was expected in a language; places and names stay. */
export function problemsIn<P extends Problem>(language: Language, problems: readonly P[]): readonly P[] {
  return problems.map((problem) => ({
    ...problem,
    message: messageIn(language, problem.message),
    ...(problem.expected === undefined ? {} : { expected: messageIn(language, problem.expected) }),
  }));
}

/** What has notes, with these in a language. */
export function withNotesIn<R extends object>(language: Language, noted: R): R {
  const { notes } = noted as { readonly notes?: unknown };
  if (!Array.isArray(notes)) return noted;
  return {
    ...noted,
    notes: notes.map((note: unknown) => (typeof note === 'string' ? messageIn(language, note) : note)),
  };
}
