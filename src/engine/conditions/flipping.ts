import { type Comparison } from '../words/index.js';
import { comparisonOfTrace } from './words/comparison.js';
import { type ComparisonName, isComparison, isTextTest, isVersionTest } from './language/operators.js';
import { type LeafTrace } from './language/types.js';

/**
 * Values of the leaf's fact that would give the leaf the opposite result, the least change first; empty where no single
 * value is the obvious one (decorated and custom operators, parts of texts, `exists`, paths, values of other types). For the nearest change.
 */
export function flippingValues(leaf: LeafTrace): readonly unknown[] {
  const comparison = comparisonOfTrace(leaf, {});
  if ((leaf.path ?? '') !== '' || comparison.decorators.length > 0) return [];
  // Whether the bare operator, without `not` decorators, is to become true.
  const wanted = leaf.result === comparison.isNegated;
  return candidates(comparison, leaf, wanted);
}

function candidates(
  { operator, ignoresCase }: Comparison,
  { expected, actual }: LeafTrace,
  wanted: boolean,
): readonly unknown[] {
  if (operator === null) return [];
  if (isTextTest(operator) || operator === 'matches' || operator === 'exists') return [];
  if (ignoresCase && isOfLists(operator)) return [];
  if (isVersionTest(operator)) return isInclusive(operator) && wanted ? [expected] : [];
  if (isComparison(operator)) return typeof expected === 'number' ? [threshold(operator, expected, wanted)] : [];
  switch (operator) {
    case 'equal':
      return wanted ? [expected] : others(expected);
    case 'notEqual':
      return wanted ? others(expected) : [expected];
    case 'in':
      return wanted ? nearestFirst(expected, actual) : [];
    case 'notIn':
      return wanted ? [] : nearestFirst(expected, actual);
    case 'contains':
      return [wanted ? withItem(actual, expected) : withoutItem(actual, expected)];
    case 'doesNotContain':
      return [wanted ? withoutItem(actual, expected) : withItem(actual, expected)];
  }
}

function isOfLists(operator: string): boolean {
  return operator === 'contains' || operator === 'doesNotContain';
}
/** Whether the version that is compared with is itself the nearest one. */
function isInclusive(operator: string): boolean {
  return operator === 'versionEqual' || operator.endsWith('Inclusive');
}

/** The value nearest to the threshold on the wanted side of it. */
function threshold(operator: ComparisonName, expected: number, wanted: boolean): number {
  const step = stepOf(expected);
  switch (operator) {
    case 'greaterThanInclusive':
      return wanted ? expected : rounded(expected - step);
    case 'greaterThan':
      return wanted ? rounded(expected + step) : expected;
    case 'lessThanInclusive':
      return wanted ? expected : rounded(expected + step);
    case 'lessThan':
      return wanted ? rounded(expected - step) : expected;
  }
}

/** One unit of the last digit that the threshold is written with: 1 for 180, 0.1 for 0.7. */
function stepOf(threshold: number): number {
  const decimals = /\.(\d+)$/.exec(String(threshold))?.[1]?.length ?? 0;
  return 10 ** -decimals;
}
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function others(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [!value];
  return typeof value === 'number' ? [rounded(value - stepOf(value)), rounded(value + stepOf(value))] : [];
}

function nearestFirst(values: unknown, actual: unknown): readonly unknown[] {
  if (!Array.isArray(values)) return [];
  const list: readonly unknown[] = values;
  if (typeof actual !== 'number') return list;
  const distance = (value: unknown): number => (typeof value === 'number' ? Math.abs(value - actual) : Infinity);
  return [...list].sort((a, b) => (distance(a) < distance(b) ? -1 : 1));
}

function withItem(actual: unknown, item: unknown): readonly unknown[] {
  return Array.isArray(actual) ? [...(actual as readonly unknown[]), item] : [item];
}
function withoutItem(actual: unknown, item: unknown): readonly unknown[] {
  return Array.isArray(actual) ? (actual as readonly unknown[]).filter((each) => each !== item) : [];
}
