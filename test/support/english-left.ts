/** The texts of a page in another language that hold three English words one after the other: what nobody has told in it.
 * Titles stay as they were written. */
export function englishLeft(html: string): readonly string[] {
  const body = html.replaceAll(/<(style|pre|title|h1)[^>]*>.*?<\/\1>/gs, '');
  const texts = [...body.matchAll(/>([^<]+)</g), ...body.matchAll(/aria-label="([^"]*)"/g)].map(
    ([, text = '']) => text,
  );
  return [...new Set(texts)].filter((text) => /[a-z]+,? [a-z]+,? [a-z]+/i.test(text));
}
