import { type Language } from '#strata/kernel/texts';
import { type Problem } from '#sdk';
import { Catalogue } from './catalogue.js';
import { CHINESE, REPORT_TERMS, REPORTS } from './chinese/index.js';

/** The catalogues of the languages that messages are not written in. */
const CATALOGUES: Readonly<Partial<Record<Language, Catalogue>>> = { zh: new Catalogue(CHINESE) };

/** What pages of reports say: their own sentences and figures, and messages that they repeat. */
const REPORT_CATALOGUES: Readonly<Partial<Record<Language, Catalogue>>> = {
  zh: new Catalogue({
    messages: { ...CHINESE.messages, ...REPORTS },
    terms: { ...CHINESE.terms, ...REPORT_TERMS },
  }),
};

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

/** A sentence, a name or a figure of a report's page in a language; as it was written where no entry of the catalogue made it. */
export function reportTextIn(language: Language, text: string): string {
  const catalogue = REPORT_CATALOGUES[language];
  return catalogue === undefined ? text : inChineseFigures(catalogue.say(text));
}

const HAN_LISTED = /(?<=\p{Script=Han}), (?=[\p{Script=Han}\d])/gu;

/** Shares, ranges and lists as Chinese sets them: `13%`, `3 至 5`, `年龄、城市`. */
function inChineseFigures(text: string): string {
  return text
    .replaceAll(/(\d) %/g, '$1%')
    .replaceAll(/([\d%kM]) to (?=[−+\d])/g, '$1 至 ')
    .replaceAll(HAN_LISTED, '、');
}
