import { isFields, type Fields } from './fields.js';
import { isOnly } from './form.js';

/** A fact compared with a value, as the document has it: members that nobody knows are among it. */
export interface Leaf extends Fields {
  readonly fact: string;
  readonly operator: string;
  readonly value: unknown;
}

/** What a row shows. `isDenied`: it says the opposite. */
export type Row =
  | { readonly kind: 'comparison'; readonly isDenied: boolean; readonly leaf: Leaf }
  | { readonly kind: 'segment'; readonly isDenied: boolean; readonly id: string }
  /** What the form has no fields for: it is told, and edited as JSON. */
  | { readonly kind: 'told'; readonly isDenied: false };

/** What a part of a condition is as a row. */
export function readRow(part: unknown): Row {
  const { inner, isDenied } = undenied(part);
  if (typeof inner === 'string') return { kind: 'segment', isDenied, id: inner };
  if (isOnly(inner, 'condition') && typeof inner['condition'] === 'string') {
    return { kind: 'segment', isDenied, id: inner['condition'] };
  }
  if (isOnly(inner, 'fact') && isLeaf(inner)) return { kind: 'comparison', isDenied, leaf: inner };
  return { kind: 'told', isDenied: false };
}

function isLeaf(node: Fields): node is Leaf {
  return typeof node['fact'] === 'string' && typeof node['operator'] === 'string' && Object.hasOwn(node, 'value');
}

function undenied(part: unknown): { readonly inner: unknown; readonly isDenied: boolean } {
  return isOnly(part, 'not') ? { inner: part['not'], isDenied: true } : { inner: part, isDenied: false };
}

/** The part with something else in its place, as much denied as it was. */
export function withInner(part: unknown, inner: unknown): unknown {
  if (!isOnly(part, 'not')) return inner;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, key === 'not' ? inner : value]));
}

/** The part with other members of its comparison; undefined takes one away. */
export function withLeaf(part: unknown, leaf: Leaf, changed: Fields): unknown {
  const next = Object.entries({ ...leaf, ...changed }).filter(([, value]) => value !== undefined);
  return withInner(part, Object.fromEntries(next));
}

/** The part, or its opposite. */
export function withDenial(part: unknown, isDenied: boolean): unknown {
  const { inner, isDenied: was } = undenied(part);
  if (was === isDenied) return part;
  if (isDenied) return { not: typeof inner === 'string' ? { condition: inner } : inner };
  return inner;
}

/** A reference to another segment in the place of a part. */
export function withSegment(part: unknown, id: string): unknown {
  const { inner } = undenied(part);
  if (isOnly(inner, 'condition')) return withInner(part, { ...inner, condition: id });
  return withInner(part, typeof inner === 'string' ? id : { condition: id });
}

/** Members of a comparison that its row has no field for. */
export function hiddenMembers({ fact, params, ...rest }: Leaf): readonly string[] {
  const shown = ['operator', 'value', 'name', ...(fact === 'events' || fact === 'score' ? [] : ['params'])];
  const hidden = Object.keys(rest).filter((key) => !shown.includes(key));
  return [...hidden, ...hiddenParameters(fact, isFields(params) ? params : {})];
}

const SHOWN_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  events: ['name', 'within', 'ago', 'without'],
  score: ['model', 'as'],
};

function hiddenParameters(fact: string, params: Fields): readonly string[] {
  const shown = SHOWN_PARAMETERS[fact] ?? [];
  return Object.entries(params)
    .filter(([key, value]) => !shown.includes(key) || typeof value !== 'string')
    .map(([key, value]) => `${key} ${JSON.stringify(value)}`);
}
