/** HTML that is safe to write: everything that came from outside was escaped on the way in. */
export interface Markup {
  readonly html: string;
}

type Part = Markup | string | number | null | readonly Part[];

/**
 * A template of HTML: text and numbers are escaped, markup and lists of it are taken as they are, null is nothing.
 *
 * @example markup`<p title="${title}">${rows.map((row) => markup`<b>${row}</b>`)}</p>`
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const html = strings.map((text, index) => text + (index < parts.length ? htmlOf(parts[index] ?? null) : '')).join('');
  return { html };
}

/** The same markup with its texts and labels told anew; code (`pre`) stays. @param tell a text, unescaped */
export function retold({ html }: Markup, tell: (text: string) => string): Markup {
  const told = (text: string) => escaped(tell(unescaped(text)));
  return {
    html: html
      .replaceAll(/<pre[^>]*>[^<]*<\/pre>|>([^<]+)</g, (part, text?: string) =>
        text === undefined || text.trim() === '' ? part : `>${told(text)}<`,
      )
      .replaceAll(/ aria-label="([^"]*)"/g, (_, text: string) => ` aria-label="${told(text)}"`),
  };
}

/** A value as JSON inside a script element of the type `application/json`. */
export function jsonScript(id: string, value: unknown): Markup {
  const json = JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
  return { html: `<script type="application/json" id="${escaped(id)}">${json}</script>` };
}

function htmlOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'html' in part ? part.html : part.map(htmlOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function unescaped(text: string): string {
  return Object.entries(ENTITIES).reduceRight(
    (plain, [character, entity]) => plain.replaceAll(entity, character),
    text,
  );
}
