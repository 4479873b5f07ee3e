import { isFields, type Fields } from './fields.js';

/*
 * A condition as the form shows it: groups of rows. Only `all`, `any` and `not` of these are taken apart; a row holds its part of
 * the condition as it was written, so that nothing which the form does not know can get lost.
 */

/** How the parts of a group go together: as the key of the format. */
type Combinator = 'all' | 'any';

/** A part of a condition in a line: a comparison, a segment, or what the form only tells. */
export interface FormRow {
  readonly id: string;
  /** Given by the query builder's form of a rule; the row is what `value` says. */
  readonly field: string;
  readonly operator: string;
  /** The part as the document has it. */
  readonly value: unknown;
}

/** Parts that hold together, or of which one holds. */
export interface FormGroup {
  readonly id: string;
  readonly combinator: Combinator;
  /** Whether it is denied as a whole. */
  readonly not: boolean;
  readonly rules: readonly (FormRow | FormGroup)[];
  /** The group as it was written; undefined where it was made in the form. */
  readonly source?: Fields | undefined;
  /** What denies it, as it was written. */
  readonly denial?: Fields | undefined;
  /** Whether the condition is its only row itself, without a group around it: a segment's id, or a `not`. */
  readonly isBare?: boolean | undefined;
}

/** Names rows and groups, so that a page can tell them apart while they move. */
export type NewId = () => string;

/** Ids that count: each function's own. */
export function countingIds(prefix = 'part'): NewId {
  let last = 0;
  return () => `${prefix}-${String(++last)}`;
}

/** A condition as a form. Whatever it is: {@link conditionOf} gives it back. */
export function formOf(condition: unknown, newId: NewId): FormGroup {
  const group = groupOf(condition, newId);
  if (group !== undefined) return group;
  return { id: newId(), combinator: 'all', not: false, isBare: true, rules: [rowOf(condition, newId)] };
}

/** A row that says a part of a condition. */
export function rowOf(part: unknown, newId: NewId): FormRow {
  return { id: newId(), field: 'part', operator: 'is', value: part };
}

export function isGroup(part: FormRow | FormGroup): part is FormGroup {
  return 'rules' in part;
}

function groupOf(part: unknown, newId: NewId): FormGroup | undefined {
  const [denial, source] = isOnly(part, 'not') ? [part, part['not']] : [undefined, part];
  const combinator = (['all', 'any'] as const).find((key) => isOnly(source, key) && Array.isArray(source[key]));
  if (combinator === undefined || !isFields(source)) return undefined;
  const parts = source[combinator] as readonly unknown[];
  const rules = parts.map((each) => groupOf(each, newId) ?? rowOf(each, newId));
  return { id: newId(), combinator, not: denial !== undefined, rules, source, denial };
}

const NODE_KEYS = ['all', 'any', 'not', 'condition', 'fact'];

/** Whether an object is of one kind of node: another one's key beside it would make two of it. */
export function isOnly(part: unknown, key: string): part is Fields {
  return (
    isFields(part) && Object.hasOwn(part, key) && NODE_KEYS.every((each) => each === key || !Object.hasOwn(part, each))
  );
}

/** The condition that a form says. */
export function conditionOf(form: FormGroup): unknown {
  const [only] = form.rules;
  if (form.isBare === true && form.rules.length === 1 && only !== undefined && !isGroup(only) && !form.not) {
    return only.value;
  }
  return partOf(form, form.isBare === true);
}

/** @param names whether a row may be a segment's id, which is a reference inside of a group */
function partOf(part: FormRow | FormGroup, names: boolean): unknown {
  if (!isGroup(part)) return names && typeof part.value === 'string' ? { condition: part.value } : part.value;
  const { combinator, not, rules, source = {}, denial = {} } = part;
  const parts = rules.map((each) => partOf(each, names));
  const key = Object.hasOwn(source, 'any') ? 'any' : 'all';
  const group = replaced(source, key, combinator, parts);
  return not ? replaced(denial, 'not', 'not', group) : group;
}

/** The fields with another value, and maybe another name, in the place of one of them. */
function replaced(fields: Fields, key: string, name: string, value: unknown): Fields {
  if (!Object.hasOwn(fields, key)) return { ...fields, [name]: value };
  return Object.fromEntries(Object.entries(fields).map((entry) => (entry[0] === key ? [name, value] : entry)));
}
