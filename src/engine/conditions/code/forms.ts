import { type Reading } from '../language/readings.js';
import { type LeafNode, type Slot } from '../language/tree.js';

/** The forms of a slot's value that code may ask for, each computed once an evaluation, and how. */
export const FORMS = {
  /** The value itself. */
  v: '',
  /** The number that `<` would compare, NaN where there is none. */
  n: 'orderableNumber',
  /** What `<` would compare on the left, undefined where the guard says no. */
  g: 'orderable',
  /** What `<` would compare on the right. */
  p: 'primitive',
  /** The list itself; an empty one where there is none. */
  s: 'listOf',
  /** Without upper and lower case. */
  f: 'folded',
  /** The moment of a date, NaN where it is none. */
  d: 'moment',
  /** The same, and of a list the moments of its items. */
  l: 'moments',
  /** The version, or those of a list. */
  r: 'versions',
} as const;
export type Form = keyof typeof FORMS;

/** Forms that depend on where a day begins. */
export const IN_ZONE: readonly Form[] = ['d', 'l'];

/** The form that each reading compares where it has no faster way. */
export const READ: Readonly<Record<Reading, Form>> = {
  plain: 'v',
  folded: 'f',
  dates: 'l',
  versions: 'r',
  expressions: 'v',
};

/** Where generated code finds facts, where they are not the members of an object. */
export interface Reader {
  /** The statement that binds a form of a slot's value; undefined where it is computed from the value as everywhere. */
  read(form: Form, slot: Slot): string | undefined;
  /** An expression for a leaf that is known without the value; undefined where it is compared as everywhere. */
  leaf(node: LeafNode): string | undefined;
}
