/**
 * JSON that PostgreSQL's `jsonb` takes: NUL characters are left out, and halves of a surrogate pair become U+FFFD. Both
 * come from broken clients only.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return UNFIT.test(text) ? JSON.stringify(repaired(value)) : text;
}

/** `JSON.stringify` escapes exactly these; an escaped backslash before them only costs the slow way. */
const UNFIT = /\\u(?:0000|d[89a-f])/;

function repaired(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').replaceAll(/\p{Cs}/gu, '\uFFFD');
  if (Array.isArray(value)) return value.map(repaired);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [repaired(name), repaired(member)]));
}
