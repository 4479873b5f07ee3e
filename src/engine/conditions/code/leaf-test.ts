import { type DateRange } from '../values/dates.js';
import { comparisonOf, type ComparisonName, isComparison, SIGNS } from '../language/operators.js';
import { type ExpectedOperand, type LeafNode, type Slot } from '../language/tree.js';
import { READ } from './forms.js';
import { LIST_BIT } from './member-bits.js';
import { type FunctionSource } from './source.js';

/** Longer lists are looked up in a hash set. */
const LONGEST_CHAIN = 8;
/** Operators that are written out where the reading is not of dates; comparisons are, too. */
const INLINE: readonly string[] = ['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain', 'exists'];
/** The end of a day that each comparison looks at. */
const EDGES: Readonly<Record<ComparisonName, keyof DateRange>> = {
  lessThan: 'first',
  lessThanInclusive: 'last',
  greaterThan: 'last',
  greaterThanInclusive: 'first',
};

/** A boolean expression, true where the leaf holds: one native comparison where there is one, else a call. */
export function leafTest(node: LeafNode, source: FunctionSource): string {
  const known = source.known(node);
  if (known !== undefined) return known;
  const { operator, reading } = node;
  if (operator.builtIn !== null && operator.decorators.length === 0) {
    const written = reading === 'dates' ? dateTest(node, source) : inlineTest(node, source);
    if (written !== undefined) return written;
  }
  const compare = source.constant(comparisonOf(operator, reading === 'dates'));
  return `${compare}(${source.local(READ[reading], node.slot)},${expectedValue(node, source)})`;
}

/** One native comparison; undefined for operators that are called. */
function inlineTest(node: LeafNode, source: FunctionSource): string | undefined {
  const { slot, operator, expected, reading } = node;
  const { builtIn } = operator;
  if (builtIn === null) return undefined;
  if (isComparison(builtIn)) return orderTest(slot, SIGNS[builtIn], expected, source);
  if (!INLINE.includes(builtIn)) return undefined;
  if (builtIn === 'contains' || builtIn === 'doesNotContain') return memberTest(node, builtIn === 'contains', source);
  const value = source.local(READ[reading], slot);
  const other = expectedValue(node, source);
  switch (builtIn) {
    case 'equal':
      return `(${value}===${other})`;
    case 'notEqual':
      return `(${value}!==${other})`;
    case 'in':
      return amongTest(value, node, source);
    case 'notIn':
      return `!${amongTest(value, node, source)}`;
    default:
      return `((${value}!==undefined&&${value}!==null)===${other})`;
  }
}

/** A date against a day of the rule: its moments are numbers, and so one comparison or two. */
function dateTest({ slot, operator: { builtIn }, expected }: LeafNode, source: FunctionSource): string | undefined {
  if (builtIn === null || expected.kind === 'fact') return undefined;
  const { read } = expected;
  const date = (): string => source.local('d', slot);
  if (builtIn === 'exists') return `((${date()}===${date()})===${source.constant(read)})`;
  if (isComparison(builtIn) && isRange(read)) {
    return `(${date()}${SIGNS[builtIn]}${source.constant(read[EDGES[builtIn]])})`;
  }
  if ((builtIn === 'equal' || builtIn === 'notEqual') && isRange(read)) {
    const isSame = withinTest(date(), read, source);
    return builtIn === 'equal' ? isSame : `!${isSame}`;
  }
  if ((builtIn !== 'in' && builtIn !== 'notIn') || !isList(read) || read.length > LONGEST_CHAIN) return undefined;
  const days = read.filter(isRange).map((day) => withinTest(date(), day, source));
  const isIn = days.length === 0 ? 'false' : `(${days.join('||')})`;
  return builtIn === 'in' ? isIn : `!${isIn}`;
}

function withinTest(date: string, { first, last }: DateRange, source: FunctionSource): string {
  return `(${date}>=${source.constant(first)}&&${date}<=${source.constant(last)})`;
}

function orderTest(slot: Slot, sign: string, expected: ExpectedOperand, source: FunctionSource): string {
  if (expected.kind === 'fact') return `(${source.local('g', slot)}${sign}${source.local('p', expected.slot)})`;
  const form = typeof expected.value === 'number' ? 'n' : 'g';
  return `(${source.local(form, slot)}${sign}${source.constant(expected.value)})`;
}

/** Whether a list contains an item, or is a list that does not. `indexOf` and not `includes`: NaN equals nothing. */
function memberTest(node: LeafNode, isMeant: boolean, source: FunctionSource): string {
  const { slot, expected, reading } = node;
  const member = expected.kind === 'constant' && reading === 'plain' ? source.member(slot, expected.read) : undefined;
  if (member !== undefined) {
    const { found, bit } = member;
    return isMeant ? `((${found}&${bit})!==0)` : `((${found}&${bit | LIST_BIT})===${LIST_BIT})`;
  }
  const item = expectedValue(node, source);
  const value = (): string => source.local(READ[reading], slot);
  const contains =
    reading === 'plain' ? `(${source.local('s', slot)}.indexOf(${item})!==-1)` : `includes(${value()},${item})`;
  return isMeant ? contains : `(isList(${value()})&&!${contains})`;
}

/** Whether a value is one of a list of the rule. */
function amongTest(value: string, node: LeafNode, source: FunctionSource): string {
  const { expected } = node;
  if (expected.kind === 'fact' || !isList(expected.read)) return `includes(${expectedValue(node, source)},${value})`;
  const items = [...new Set(expected.read)].filter((item) => !Number.isNaN(item));
  if (items.length === 0) return 'false';
  if (items.length > LONGEST_CHAIN) return `${source.constant(new Set(items))}.has(${value})`;
  return `(${items.map((item) => `${value}===${source.constant(item)}`).join('||')})`;
}

/** What the leaf is compared with, as it reads it. */
function expectedValue({ expected, reading }: LeafNode, source: FunctionSource): string {
  return expected.kind === 'fact' ? source.local(READ[reading], expected.slot) : source.constant(expected.read);
}

function isRange(value: unknown): value is DateRange {
  return typeof value === 'object' && value !== null && 'first' in value;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
