import { jsonScript, markup, type Markup } from './markup.js';
import { STYLE } from './style.js';

/** What every page has. */
export interface Layout {
  readonly title: string;
  /** What the page answers, for the title of its tab. */
  readonly about: string;
  /** What was judged on which rows, in one sentence. */
  readonly subject: string;
  /** When it was judged, milliseconds since 1970. */
  readonly at: number;
  /** The answer, before everything else. */
  readonly answer: readonly string[];
  readonly body: readonly (Markup | null)[];
  /** What runs on the page, and what it reads as JSON in the element `report`; without it the page has no script. */
  readonly script?: { readonly code: string; readonly report: object };
}

/** Nothing but what is in the page may be loaded or run. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** Length of the date of an ISO moment. */
const DATE = 10;

/** A whole page that loads nothing. */
export function wholePage({ title, about, subject, at, answer, body, script }: Layout): string {
  const moment = new Date(at).toISOString();
  const { html } = markup`<!doctype html>
<html lang="en">
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
<p class="soft">Judged on <time datetime="${moment}">${moment.slice(0, DATE)}</time> (UTC).</p>
<section aria-label="The answer" class="answer">${answer.map((sentence) => markup`<p>${sentence}</p>`)}</section>
${body}
</main>
${script === undefined ? null : [jsonScript('report', script.report), markup`\n<script>${{ html: script.code }}</script>\n`]}</body>
</html>
`;
  return html;
}
