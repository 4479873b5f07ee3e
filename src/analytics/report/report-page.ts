import { drawTable, markup, type Markup, wholePage } from '#strata/platform/pages';
import { type ReadReport, type ReportPart } from '../contract/index.js';

/** A report as one self-contained page. @param at milliseconds since 1970: the moment that it is of */
export function reportPage({ subject, answer, parts, notes }: ReadReport, title: string, at: number): string {
  return wholePage({
    title,
    about: 'what was found out',
    subject,
    at,
    answer,
    body: [...parts.map(partSection), notesSection(notes)],
  });
}

function partSection({ title, sentences = [], table, figure }: ReportPart): Markup {
  return markup`<section><h2>${title}</h2>
${sentences.map((sentence) => markup`<p>${sentence}</p>`)}
${figure ?? null}${table === undefined ? null : drawTable(table)}</section>`;
}

function notesSection(notes: readonly string[]): Markup | null {
  if (notes.length === 0) return null;
  return markup`<footer class="note"><h2>What to know</h2><ul>${notes.map((note) => markup`<li>${note}</li>`)}</ul></footer>`;
}
