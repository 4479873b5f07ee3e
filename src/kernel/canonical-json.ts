/**
 * JSON with its keys sorted by UTF-16 code units and no white space, as in RFC 8785: the same text for the same content,
 * whatever the order of its keys. Members that are undefined are left out, as `JSON.stringify` has it.
 *
 * @param value a JSON value
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
