import { adviceFor, nearestName, synonymOf } from '../../sdk/index.js';
import { type CustomOperator } from './types.js';

/** Compares a fact's value with what the condition expects. Total: never throws for JSON values. */
type Comparison = (fact: unknown, value: unknown) => boolean;

const COMPARISONS = {
  lessThan: (fact, value) => orderable(fact) < primitive(value),
  lessThanInclusive: (fact, value) => orderable(fact) <= primitive(value),
  greaterThan: (fact, value) => orderable(fact) > primitive(value),
  greaterThanInclusive: (fact, value) => orderable(fact) >= primitive(value),
} as const satisfies Record<string, Comparison>;

const MEMBERSHIPS = {
  equal: (fact, value) => fact === value,
  notEqual: (fact, value) => fact !== value,
  in: (fact, value) => includes(value, fact),
  notIn: (fact, value) => !includes(value, fact),
  contains: (fact, value) => includes(fact, value),
  doesNotContain: (fact, value) => Array.isArray(fact) && !includes(fact, value),
} as const satisfies Record<string, Comparison>;

/** The operators of json-rules-engine 7.3.1, with its meaning. */
const OPERATORS = { ...MEMBERSHIPS, ...COMPARISONS } as const;
export type OperatorName = keyof typeof OPERATORS;
export type ComparisonName = keyof typeof COMPARISONS;

/** JavaScript's sign of each comparison, for generated code. */
export const SIGNS: Readonly<Record<ComparisonName, string>> = {
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
};

/** Wraps an operator; the leftmost decorator in a name is the outermost. */
const DECORATORS = {
  someFact: (next) => (fact, value) => Array.isArray(fact) && fact.some((each) => next(each, value)),
  everyFact: (next) => (fact, value) => Array.isArray(fact) && fact.every((each) => next(each, value)),
  someValue: (next) => (fact, value) => Array.isArray(value) && value.some((each) => next(fact, each)),
  everyValue: (next) => (fact, value) => Array.isArray(value) && value.every((each) => next(fact, each)),
  swap: (next) => (fact, value) => next(value, fact),
  not: (next) => (fact, value) => !next(fact, value),
} as const satisfies Record<string, (next: Comparison) => Comparison>;
type DecoratorName = keyof typeof DECORATORS;

export type CustomOperators = Readonly<Record<string, CustomOperator>>;

/** An operator's name taken apart. */
export interface ParsedOperator {
  readonly decorators: readonly DecoratorName[];
  /** The operator below the decorators; null where it is a custom one. */
  readonly builtIn: OperatorName | null;
  readonly name: string;
  /** The whole comparison, decorators included. */
  readonly compare: Comparison;
}

/** Why a name is not an operator: the part that is unknown and the known name nearest to it. */
interface UnknownOperator {
  readonly unknown: string;
  readonly nearest: string | undefined;
  /** How to say what was meant, where that is not one operator. */
  readonly advice: string | undefined;
}

/**
 * Takes `everyFact:not:greaterThan` apart. Custom operators win over built-in ones of the same name, as the format's
 * own engine has it.
 */
export function parseOperator(written: string, custom: CustomOperators = {}): ParsedOperator | UnknownOperator {
  const decorators: DecoratorName[] = [];
  let name = written;
  for (;;) {
    const base = baseOperator(name, custom);
    if (base !== undefined) {
      const compare = decorators.reduceRight<Comparison>((next, decorator) => DECORATORS[decorator](next), base);
      const builtIn = isOperator(name) && !Object.hasOwn(custom, name) ? name : null;
      return { decorators, builtIn, name, compare };
    }
    const colon = name.indexOf(':');
    if (colon <= 0) return unknownOperator(name, [...Object.keys(custom), ...Object.keys(OPERATORS)]);
    const decorator = name.slice(0, colon);
    if (!isDecorator(decorator)) return unknownOperator(decorator, Object.keys(DECORATORS));
    decorators.push(decorator);
    name = name.slice(colon + 1);
  }
}

function unknownOperator(unknown: string, known: readonly string[]): UnknownOperator {
  return { unknown, nearest: nearestName(unknown, known), advice: adviceFor(unknown, known) };
}

/** The operator that a word means where no operator should stand: `>=` or `greaterThanInclusive` as a key. */
export function operatorMeant(word: string): string | undefined {
  return isOperator(word) ? word : synonymOf(word, Object.keys(OPERATORS));
}

function baseOperator(name: string, custom: CustomOperators): Comparison | undefined {
  const own = Object.hasOwn(custom, name) ? custom[name] : undefined;
  if (own !== undefined) return (fact, value) => isTrue(own(fact, value));
  return isOperator(name) ? OPERATORS[name] : undefined;
}

/** A custom operator written in JavaScript may return anything; only its truth counts. */
function isTrue(answer: unknown): boolean {
  return Boolean(answer);
}

function isOperator(name: string): name is OperatorName {
  return Object.hasOwn(OPERATORS, name);
}
export function isComparison(name: string): name is ComparisonName {
  return Object.hasOwn(COMPARISONS, name);
}
function isDecorator(name: string): name is DecoratorName {
  return Object.hasOwn(DECORATORS, name);
}

/** `indexOf` and not `includes`: NaN equals nothing. */
export function includes(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && list.indexOf(item) > -1;
}

/** The value that `<` compares, or undefined (which is neither less nor greater) where the fact has no leading number. */
export function orderable(fact: unknown): Orderable {
  if (typeof fact === 'number') return fact;
  const value = primitive(fact);
  // parseFloat of what the value looks like as text: the guard of json-rules-engine.
  return Number.isNaN(Number.parseFloat(String(value))) ? NOTHING : value;
}

/** The number that `<` compares with a number: NaN where the fact has no leading number. */
export function orderableNumber(fact: unknown): number {
  if (typeof fact === 'number') return fact;
  const value: unknown = orderable(fact);
  return value === undefined ? Number.NaN : Number(value);
}

/** What TypeScript lets `<` compare; at run time any primitive. */
type Orderable = number;
const NOTHING = undefined as unknown as Orderable;

/** ToPrimitive as `<` does it; undefined where an object (`{"toString": 1}`) has no primitive form. */
export function primitive(value: unknown): Orderable {
  if (typeof value !== 'object' || value === null) return value as Orderable;
  try {
    // eslint-disable-next-line @typescript-eslint/no-base-to-string -- the default text of an object is what is meant
    return String(value) as unknown as Orderable;
  } catch {
    return NOTHING;
  }
}
