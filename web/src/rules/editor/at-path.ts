import { type Fields, isFields } from './conditions/fields.js';

/** Steps into a document: names of members and places in lists. */
export type Steps = readonly (string | number)[];

/** What stands there; undefined where nothing does. */
export function valueAt(document: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return (value as readonly unknown[])[Number(step)];
    return isFields(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, document);
}

/** What stands there, as text; '' where it is none. */
export function textAt(document: unknown, steps: Steps): string {
  const value = valueAt(document, steps);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The document with another value there; undefined takes the member away, with what is left empty around it. */
export function withValueAt(document: unknown, steps: Steps, value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(document)) {
    return document.map((each: unknown, index) => (index === Number(step) ? withValueAt(each, rest, value) : each));
  }
  const fields: Fields = isFields(document) ? document : {};
  const inner = withValueAt(fields[step], rest, value);
  if (inner !== undefined) return { ...fields, [step]: inner };
  const left = Object.entries(fields).filter(([key]) => key !== step);
  const leavesNothing = left.length === 0 && (document === undefined || Object.hasOwn(fields, step));
  return leavesNothing ? undefined : Object.fromEntries(left);
}

/** Steps as a JSON pointer (RFC 6901). */
export function pointerOf(steps: Steps): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A JSON pointer as steps. */
export function stepsOf(pointer: string): Steps {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
