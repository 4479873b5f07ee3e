import { type ConditionValue, type FactCatalogue, type FactDefinition, type FactValue } from '../documents.js';
import { parseOperator, type OperatorName } from './operators.js';
import { factName } from './fact-names.js';
import { joined, spaced, valueWords } from './phrases.js';
import { type LeafTrace } from './types.js';

/** A leaf as sentences need it: what is compared, how, and with what. */
export interface Comparison {
  readonly fact: FactValue;
  /** The catalogue's entry, where the fact's own value is compared (no path). */
  readonly definition: FactDefinition | undefined;
  /** The operator as written. */
  readonly written: string;
  /** Below all decorators; null where it is a custom one. */
  readonly operator: OperatorName | null;
  /** Decorators other than `not`. */
  readonly decorators: readonly string[];
  /** True where an odd number of `not` decorators turns the answer round. */
  readonly isNegated: boolean;
  readonly value: unknown;
  /** The other fact, where the value is one. */
  readonly other: FactValue | undefined;
}

/** A comparison from a leaf as it is written. */
export function comparisonOf(
  leaf: FactValue & { readonly operator: string; readonly value: ConditionValue },
  catalogue: FactCatalogue,
): Comparison {
  const other = isFactValue(leaf.value) ? leaf.value : undefined;
  return describe(leaf, leaf.operator, other === undefined ? leaf.value : undefined, other, catalogue);
}

/** A comparison from an evaluated leaf; the value is the one that it was compared with. */
export function comparisonOfTrace(leaf: LeafTrace, catalogue: FactCatalogue): Comparison {
  return describe(leaf, leaf.operator, leaf.expected, leaf.expectedFact, catalogue);
}

function describe(
  fact: FactValue,
  written: string,
  value: unknown,
  other: FactValue | undefined,
  catalogue: FactCatalogue,
): Comparison {
  const hasOwnValue = (fact.path ?? '') === '' && Object.hasOwn(catalogue, fact.fact);
  // Custom operators are known to the compiled condition, not here: to a sentence they are just their name.
  const name = written.slice(written.lastIndexOf(':') + 1);
  const parsed = parseOperator(written, {});
  const isKnown = !('unknown' in parsed);
  const decorators = isKnown ? parsed.decorators : [];
  return {
    fact,
    definition: hasOwnValue ? catalogue[fact.fact] : undefined,
    written: isKnown ? written : name,
    operator: isKnown ? parsed.builtIn : null,
    decorators: decorators.filter((each) => each !== 'not'),
    isNegated: decorators.filter((each) => each === 'not').length % 2 === 1,
    value,
    other,
  };
}

/** "at least 180", "more than 3", "Shanghai or Hangzhou", "at least the average order value". */
export function boundWords(comparison: Comparison, catalogue: FactCatalogue, few = 'less than'): string {
  const { operator, definition, value, other } = comparison;
  const single = other === undefined ? valueWords(value, definition) : `the ${factName(other, catalogue)}`;
  const isTime = definition?.type === 'date' || (typeof value === 'string' && definition?.type !== 'number');
  switch (operator) {
    case 'greaterThanInclusive':
      return `${isTime ? 'on or after' : 'at least'} ${single}`;
    case 'greaterThan':
      return `${isTime ? 'after' : 'more than'} ${single}`;
    case 'lessThanInclusive':
      return `${isTime ? 'on or before' : 'at most'} ${single}`;
    case 'lessThan':
      return `${isTime ? 'before' : few} ${single}`;
    case 'equal':
    case 'contains':
      return single;
    case 'notEqual':
    case 'doesNotContain':
      return `not ${single}`;
    case 'in':
      return alternatives(comparison, single);
    case 'notIn':
      return `not ${alternatives(comparison, single)}`;
    default:
      return `${spaced(comparison.written)} ${single}`;
  }
}

/** The values of a list as "Shanghai or Hangzhou"; where there is no list, what stands in its place. */
export function alternatives({ value, definition }: Comparison, single: string): string {
  if (!Array.isArray(value)) return `one of ${single}`;
  if (value.length === 0) return 'one of nothing';
  return joined(
    value.map((item) => valueWords(item, definition)),
    'or',
  );
}

function isFactValue(value: ConditionValue): value is FactValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
