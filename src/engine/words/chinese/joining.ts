import { seamed } from '#strata/kernel/texts';

/**
 * A sentence of Chinese with values in it: a blank stands where Han meets Latin letters or digits at a seam, as Chinese is
 * set; what is put in stays as it is.
 */
export function zh(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return values.reduce<string>(
    (text, value, index) => seamed(seamed(text, String(value)), parts[index + 1] ?? ''),
    parts[0] ?? '',
  );
}

/** "甲", "甲或乙", "甲、乙和丙". */
export function joined(items: readonly string[], last: 'and' | 'or'): string {
  if (items.length < 2) return items.join('');
  const before = items.slice(0, -1).join('、');
  return last === 'and' ? zh`${before}和${items.at(-1) ?? ''}` : zh`${before}或${items.at(-1) ?? ''}`;
}
