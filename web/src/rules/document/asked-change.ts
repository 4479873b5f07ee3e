/** A document as JSON. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * A document with the change that an address asks for: `POINTER=VALUE`, the value as JSON or else as text. The document as it
 * is where there is nothing at the pointer.
 */
export function withAskedChange(document: Fields, change: string): Fields {
  const at = change.indexOf('=');
  if (at === -1 || !change.startsWith('/')) return document;
  const steps = change
    .slice(1, at)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return replaced(document, steps, valueOf(change.slice(at + 1))) as Fields;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function replaced(inside: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(inside)) {
    return inside.map((each: unknown, index) => (String(index) === step ? replaced(each, rest, value) : each));
  }
  if (typeof inside !== 'object' || inside === null || !Object.hasOwn(inside, step)) return inside;
  return { ...inside, [step]: replaced((inside as Fields)[step], rest, value) };
}
