import { DEFAULT_LANGUAGE, type Language } from '#strata/kernel/texts';
import { jsonScript, markup, type Markup } from './markup.js';
import { STYLE } from './style.js';

/** What every page has. */
export interface Layout {
  readonly title: string;
  /** What the page answers, for the title of its tab. */
  readonly about: string;
  /** What was judged on which rows, in one sentence. */
  readonly subject: string;
  /** When it was judged, or the moment that it is of: milliseconds since 1970. */
  readonly at: number;
  /** Which of both `at` is; when it was judged unless told. */
  readonly dated?: 'judged' | 'asOf';
  /** Of its words; English unless told. */
  readonly language?: Language;
  /** The answer, before everything else. */
  readonly answer: readonly string[];
  readonly body: readonly (Markup | null)[];
  /** What runs on the page, and what it reads as JSON in the element `report`; without it the page has no script. */
  readonly script?: { readonly code: string; readonly report: object };
}

/** Nothing but what is in the page may be loaded or run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** What every page says of itself. */
const WORDS: Readonly<Record<Language, Readonly<Record<'judged' | 'asOf' | 'zone' | 'answer', string>>>> = {
  en: { judged: 'Judged on', asOf: 'As of', zone: '(UTC).', answer: 'The answer' },
  zh: { judged: '检验于', asOf: '截至', zone: '（UTC）。', answer: '结论' },
};

/** Length of the date of an ISO moment. */
const DATE = 10;

/** A whole page that loads nothing. */
export function wholePage(layout: Layout): string {
  const { title, about, subject, at, dated = 'judged', language = DEFAULT_LANGUAGE, answer, body, script } = layout;
  const words = WORDS[language];
  const moment = new Date(at).toISOString();
  const { html } = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<link rel="icon" href="data:,">
<title>${title}: ${about}</title>
<style>${{ html: STYLE }}</style>
</head>
<body><main>
<h1>${title}</h1>
<p class="soft">${subject}</p>
<p class="soft">${words[dated]} <time datetime="${moment}">${moment.slice(0, DATE)}</time> ${words.zone}</p>
<section aria-label="${words.answer}" class="answer">${answer.map((sentence) => markup`<p>${sentence}</p>`)}</section>
${body}
</main>
${script === undefined ? null : [jsonScript('report', script.report), markup`\n<script>${{ html: script.code }}</script>\n`]}</body>
</html>
`;
  return html;
}
