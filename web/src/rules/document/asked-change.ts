import { type RuleDocument } from '../documents.js';

/**
 * A document with the change that an address asks for: `POINTER=VALUE`, the value as JSON or else as text. The document as it
 * is where there is nothing at the pointer.
 */
export function withAskedChange(document: RuleDocument, change: string): RuleDocument {
  const at = change.indexOf('=');
  if (at === -1 || !change.startsWith('/')) return document;
  const steps = change
    .slice(1, at)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return replaced(document, steps, valueOf(change.slice(at + 1))) as RuleDocument;
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
  return { ...inside, [step]: replaced((inside as RuleDocument)[step], rest, value) };
}
