import { type Condition } from './documents.js';

/** A node's parts, or the id of the segment that it refers to. What is no condition has none. */
export function partsOf(node: unknown): readonly unknown[] | string {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null) return [];
  const own = (key: string): unknown =>
    Object.hasOwn(node, key) ? (node as Readonly<Record<string, unknown>>)[key] : undefined;
  const [all, any, not, condition] = [own('all'), own('any'), own('not'), own('condition')];
  if (typeof condition === 'string') return condition;
  if (Array.isArray(all)) return all as readonly unknown[];
  if (Array.isArray(any)) return any as readonly unknown[];
  return not === undefined ? [] : [not];
}

/** The names of the facts that a valid condition reads itself: references are not followed. */
export function factsNamedIn(condition: Condition): readonly string[] {
  const names = new Set<string>();
  const open: unknown[] = [condition];
  while (open.length > 0) {
    const node = open.pop();
    for (const fact of ownFacts(node)) names.add(fact);
    const parts = partsOf(node);
    if (typeof parts !== 'string') for (const part of parts) open.push(part);
  }
  return [...names];
}

function ownFacts(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null || !('fact' in node)) return [];
  const value = 'value' in node ? node.value : undefined;
  return [String(node.fact), ...ownFacts(value)];
}
