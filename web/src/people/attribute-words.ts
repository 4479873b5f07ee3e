/** Attributes of a line. */
const MOST = 3;

/** What a line says of a profile: its first attributes that are plain values. */
export function attributeWords(attributes: Readonly<Record<string, unknown>>): string {
  return Object.entries(attributes)
    .flatMap(([name, value]) => (isPlain(value) ? [`${name} ${String(value)}`] : []))
    .slice(0, MOST)
    .join(' · ');
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
