/** The languages that sentences are made in, by their BCP 47 names; the first one is what nobody has to ask for. */
export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export const DEFAULT_LANGUAGE: Language = LANGUAGES[0];

/** More than browsers send; the rest of a longer header is not read. */
const MOST_RANGES = 20;

/**
 * The language that an `Accept-Language` header prefers (RFC 9110, 12.5.4, by the lookup of RFC 4647, 3.4): `zh-CN` is
 * answered by `zh`, `*` by the default, and so is a header that names none of the languages.
 */
export function languageAsked(header: string | undefined): Language {
  const ranges = (header ?? '').split(',', MOST_RANGES).map(rangeOf);
  for (const { tag, quality } of ranges.toSorted((a, b) => b.quality - a.quality)) {
    if (quality <= 0) continue;
    if (tag === '*') return DEFAULT_LANGUAGE;
    const found = LANGUAGES.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return DEFAULT_LANGUAGE;
}

function rangeOf(text: string): { readonly tag: string; readonly quality: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { tag, quality: Number.isNaN(quality) ? 0 : quality };
}
