import { type Language } from '#strata/kernel/texts';
import { drawTable, markup, type Markup, wholePage } from '#strata/platform/pages';
import { type ReadReport, type ReportPart } from '../contract/index.js';
import { readIn, wordsIn } from './in-language.js';

/** What is beside a report on its page. */
interface ReportFrame {
  readonly title: string;
  /** Milliseconds since 1970: the moment that it is of. */
  readonly at: number;
  /** English unless told. */
  readonly language?: Language;
}

/** A report as one self-contained page. */
export function reportPage(read: ReadReport, { title, at, language = 'en' }: ReportFrame): string {
  const { subject, answer, parts, notes } = readIn(language, read);
  const words = wordsIn(language);
  return wholePage({
    ...{ title, subject, at, language, answer },
    about: words('what was found out'),
    dated: 'asOf',
    body: [...parts.map((part) => partSection(part, words)), notesSection(notes, words('What to know'))],
  });
}

function partSection({ title, sentences = [], table, figure }: ReportPart, words: (text: string) => string): Markup {
  return markup`<section><h2>${title}</h2>
${sentences.map((sentence) => markup`<p>${sentence}</p>`)}
${figure ?? null}${table === undefined ? null : drawTable({ ...table, hint: words('Scroll the table sideways for all columns.') })}</section>`;
}

function notesSection(notes: readonly string[], title: string): Markup | null {
  if (notes.length === 0) return null;
  return markup`<footer class="note"><h2>${title}</h2><ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul></footer>`;
}
