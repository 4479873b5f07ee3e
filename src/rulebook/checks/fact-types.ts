import { type ConditionOrSegment, type FactCatalogue, type FactType, type LeafCondition } from '../../engine/index.js';
import { type Problem } from '../../sdk/index.js';
import { show } from '../shape-problems.js';
import { leavesOf } from './walk.js';

const COMPARISONS = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const EQUALITIES = ['equal', 'notEqual', 'in', 'notIn'];

/**
 * The leaves whose operator or value can never fit the fact's type in the catalogue. Leaves with a path or decorators are
 * left alone: their values are known at run time only.
 */
export function typeMismatches(condition: ConditionOrSegment, pointer: string, facts: FactCatalogue): Problem[] {
  return leavesOf(condition, pointer).flatMap((placed) => {
    const problem = mismatch(placed.leaf, facts);
    return problem === undefined ? [] : [{ ...problem, pointer: `${placed.pointer}${problem.pointer}` }];
  });
}

function mismatch(leaf: LeafCondition, facts: FactCatalogue): (Problem & { readonly pointer: string }) | undefined {
  const type = typeOf(leaf.fact, facts);
  if (type === undefined || leaf.path !== undefined) return undefined;
  if (COMPARISONS.includes(leaf.operator)) {
    if (type === 'boolean' || type === 'list')
      return operatorMismatch(leaf, type, 'a fact of type number, date or string');
    return valueMismatch(leaf, [leaf.value], type, facts);
  }
  if (!EQUALITIES.includes(leaf.operator)) return undefined;
  if (type === 'list') return operatorMismatch(leaf, type, 'contains or doesNotContain');
  return valueMismatch(leaf, Array.isArray(leaf.value) ? leaf.value : [leaf.value], type, facts);
}

function operatorMismatch({ fact, operator }: LeafCondition, type: FactType, expected: string) {
  return { message: `The fact "${fact}" is a ${type}: "${operator}" does not fit it`, pointer: '/operator', expected };
}

function valueMismatch({ fact }: LeafCondition, values: readonly unknown[], type: FactType, facts: FactCatalogue) {
  const other = values.find((value) => !fits(value, type, facts));
  if (other === undefined) return undefined;
  const found = isFactValue(other) ? `the fact "${other.fact}"` : show(other);
  return {
    message: `The fact "${fact}" is a ${type}: ${found} does not fit it`,
    pointer: '/value',
    expected: EXPECTED[type],
  };
}

const EXPECTED: Readonly<Record<FactType, string>> = {
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  date: 'a date such as 2026-11-22',
  list: 'a list',
};

function fits(value: unknown, type: FactType, facts: FactCatalogue): boolean {
  if (value === null) return true;
  if (isFactValue(value)) {
    const other = typeOf(value.fact, facts);
    return other === undefined || value.path !== undefined || other === type;
  }
  if (type === 'date') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  return typeof value === type;
}

function typeOf(fact: string, facts: FactCatalogue): FactType | undefined {
  if (fact === 'events' || fact === 'score') return 'number';
  return Object.hasOwn(facts, fact) ? facts[fact]?.type : undefined;
}

function isFactValue(value: unknown): value is { readonly fact: string; readonly path?: string } {
  return typeof value === 'object' && value !== null && 'fact' in value;
}
