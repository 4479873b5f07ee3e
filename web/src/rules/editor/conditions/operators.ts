import { type Catalogue, type FactKind } from '../names.js';
import { isFields } from './fields.js';
import { type Leaf } from './row.js';

/** What a fact's values are; undefined where nobody knows. */
export function kindOf({ fact, path }: Pick<Leaf, 'fact'> & { readonly path?: unknown }, catalogue: Catalogue) {
  if (path !== undefined && path !== '' && path !== '$') return undefined;
  if (fact === 'events' || fact === 'score') return 'number';
  return Object.hasOwn(catalogue.facts, fact) ? catalogue.facts[fact]?.type : undefined;
}

const ORDER = ['greaterThanInclusive', 'greaterThan', 'lessThanInclusive', 'lessThan'];
const TEXT = ['startsWith', 'endsWith', 'includesText', 'matches'];
const VERSIONS = [
  'versionEqual',
  'versionGreaterThan',
  'versionGreaterThanInclusive',
  'versionLessThan',
  'versionLessThanInclusive',
];

const OPERATORS: Readonly<Record<FactKind, readonly string[]>> = {
  number: [...ORDER, 'equal', 'notEqual', 'in', 'notIn', 'exists'],
  string: ['equal', 'notEqual', 'in', 'notIn', 'ignoringCase:equal', 'ignoringCase:in', ...TEXT, ...VERSIONS, 'exists'],
  boolean: ['equal', 'exists'],
  date: [...ORDER, 'equal', 'notEqual', 'exists'],
  list: ['contains', 'not:contains', 'ignoringCase:contains', 'someFact:startsWith', 'exists'],
};

/** The operators that fit a kind of values, the likeliest first. */
export function operatorsOf(kind: FactKind | undefined): readonly string[] {
  if (kind !== undefined) return OPERATORS[kind];
  return [...new Set(Object.values(OPERATORS).flat())];
}

/** How a row's value is asked for. */
export type ValueField = 'number' | 'text' | 'choice' | 'date' | 'list' | 'fact' | 'known' | 'told';

/** The field that fits the value which stands there, and what is expected. */
export function valueFieldOf({ operator, value }: Leaf, kind: FactKind | undefined): ValueField {
  if (isFields(value)) return 'fact';
  if (operator.endsWith('exists')) return typeof value === 'boolean' ? 'known' : 'told';
  if (takesList(operator)) return isTexts(value) ? 'list' : 'told';
  if (typeof value === 'boolean' || (kind === 'boolean' && typeof value !== 'object')) return 'choice';
  if (typeof value !== 'string' && typeof value !== 'number') return 'told';
  if (kind === 'number') return 'number';
  if (typeof value === 'number') return kind === undefined ? 'number' : 'text';
  return kind === 'date' && (value === '' || /^\d{4}-\d{2}-\d{2}$/.test(value)) ? 'date' : 'text';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number');
}

function takesList(operator: string): boolean {
  return /(^|:)(in|notIn)$/.test(operator) || /(^|:)(some|every)Value:/.test(operator);
}

/** What a comparison is with another operator: its value stays where it fits. */
export function valueFor(operator: string, value: unknown, kind: FactKind | undefined): unknown {
  if (operator.endsWith('exists')) return typeof value === 'boolean' ? value : true;
  if (isFields(value) && !takesList(operator)) return value;
  if (takesList(operator)) return Array.isArray(value) ? value : listOf(value);
  const single: unknown = Array.isArray(value) ? value[0] : value;
  if (kind === 'boolean') return typeof single === 'boolean' ? single : true;
  return typeof single === 'string' || typeof single === 'number' ? single : '';
}

function listOf(value: unknown): readonly unknown[] {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? [value] : [];
}

/** What is written as a value: a number where a number is expected and one is written. */
export function valueOf(text: string, kind: FactKind | undefined): string | number {
  const written = text.trim();
  return kind === 'number' && /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : text;
}

/** The beginning of a comparison of a fact. */
export function comparisonWith(fact: string, catalogue: Catalogue): Leaf {
  if (fact === 'events') {
    const params = { name: catalogue.events[0] ?? '', within: 'P30D' };
    return { fact, params, operator: 'greaterThanInclusive', value: 1 };
  }
  if (fact === 'score') {
    const params = { model: catalogue.models[0]?.id ?? '', as: 'rank' };
    return { fact, params, operator: 'lessThan', value: 0.7 };
  }
  const kind = kindOf({ fact }, catalogue);
  const [operator = 'equal'] = operatorsOf(kind);
  return { fact, operator, value: valueFor(operator, '', kind) };
}
