import { adviceFor, nearestName, synonymOf } from '#sdk';
import { type OperatorName } from '../../index.js';
import { DATE_COMPARISONS, isSameDate, type Side } from '../values/dates.js';
import { type Pattern } from '../values/patterns.js';
import { type CustomOperator } from './types.js';
import { compareVersions, type Version } from '../values/versions.js';

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

/** Of texts only: false for everything else. */
const TEXT_TESTS = {
  startsWith: ofTexts((fact, value) => fact.startsWith(value)),
  endsWith: ofTexts((fact, value) => fact.endsWith(value)),
  includesText: ofTexts((fact, value) => fact.includes(value)),
} as const satisfies Record<string, Comparison>;

/** Of texts taken for versions: `versionLessThan` and the like. */
const VERSION_TESTS = {
  versionEqual: ofVersions((order) => order === 0),
  versionLessThan: ofVersions((order) => order < 0),
  versionLessThanInclusive: ofVersions((order) => order <= 0),
  versionGreaterThan: ofVersions((order) => order > 0),
  versionGreaterThanInclusive: ofVersions((order) => order >= 0),
} as const satisfies Record<string, Comparison>;

/** The operators of json-rules-engine 7.3.1, with its meaning, and those that it lacks. */
const OPERATORS = {
  ...MEMBERSHIPS,
  ...COMPARISONS,
  exists: (fact, value) => (fact !== undefined && fact !== null) === value,
  ...TEXT_TESTS,
  matches: (fact, value) => typeof fact === 'string' && (value as Pattern).test(fact),
  ...VERSION_TESTS,
} as const satisfies Record<OperatorName, Comparison>;
export type ComparisonName = keyof typeof COMPARISONS;
export type TextTestName = keyof typeof TEXT_TESTS;

/** The names of all operators, those of the format first. */
export const OPERATOR_NAMES = Object.freeze(Object.keys(OPERATORS) as OperatorName[]);

/** What dates need instead, once both sides are read as moments. */
const ON_DATES: Readonly<Partial<Record<OperatorName, Comparison>>> = {
  lessThan: ofDates(DATE_COMPARISONS.lessThan),
  lessThanInclusive: ofDates(DATE_COMPARISONS.lessThanInclusive),
  greaterThan: ofDates(DATE_COMPARISONS.greaterThan),
  greaterThanInclusive: ofDates(DATE_COMPARISONS.greaterThanInclusive),
  equal: ofDates(isEqualDate),
  notEqual: ofDates((fact, value) => !isEqualDate(fact, value)),
  in: (fact, value) => includesDate(value, fact),
  notIn: (fact, value) => !includesDate(value, fact),
  contains: includesDate,
  doesNotContain: (fact, value) => Array.isArray(fact) && !includesDate(fact, value),
  exists: (fact, value) => (typeof fact === 'number' && !Number.isNaN(fact)) === value,
};

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
/** A decorator that changes how both sides are read, wherever it stands among the others. */
const IGNORING_CASE = 'ignoringCase';

export type CustomOperators = Readonly<Record<string, CustomOperator>>;

/** An operator's name taken apart. */
export interface ParsedOperator {
  /** Those that wrap the operator, the outermost first. */
  readonly decorators: readonly DecoratorName[];
  /** Whether `ignoringCase` stands among the decorators. */
  readonly ignoresCase: boolean;
  /** The operator below the decorators; null where it is a custom one. */
  readonly builtIn: OperatorName | null;
  readonly name: string;
  /** The comparison below the decorators. */
  readonly base: Comparison;
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
  let ignoresCase = false;
  if (written.length > LONGEST_NAME) return tooLong(written);
  let name = written;
  for (;;) {
    const base = baseOperator(name, custom);
    if (base !== undefined) {
      const builtIn = isOperator(name) && !Object.hasOwn(custom, name) ? name : null;
      return { decorators, ignoresCase, builtIn, name, base };
    }
    const colon = name.indexOf(':');
    if (colon <= 0) return unknownOperator(name, [...Object.keys(custom), ...OPERATOR_NAMES]);
    const decorator = name.slice(0, colon);
    if (decorator === IGNORING_CASE) ignoresCase = true;
    else if (isDecorator(decorator)) decorators.push(decorator);
    else return unknownOperator(decorator, [...Object.keys(DECORATORS), IGNORING_CASE]);
    name = name.slice(colon + 1);
  }
}

/** The whole comparison, decorators included; `onDates` where both sides are read as moments. */
export function comparisonOf({ decorators, builtIn, base }: ParsedOperator, onDates: boolean): Comparison {
  const inner = (onDates && builtIn !== null ? ON_DATES[builtIn] : undefined) ?? base;
  return decorators.reduceRight<Comparison>((next, decorator) => DECORATORS[decorator](next), inner);
}

/** Room for any operator with all decorators that make sense; each one is a call inside of a call. */
const LONGEST_NAME = 200;

function tooLong(written: string): UnknownOperator {
  const advice = `an operator with its decorators of at most ${LONGEST_NAME} characters`;
  return { unknown: `${written.slice(0, 40)}…`, nearest: undefined, advice };
}

function unknownOperator(unknown: string, known: readonly string[]): UnknownOperator {
  return { unknown, nearest: nearestName(unknown, known), advice: adviceFor(unknown, known) };
}

/** The operator that a word means where no operator should stand: `>=` or `greaterThanInclusive` as a key. */
export function operatorMeant(word: string): string | undefined {
  return isOperator(word) ? word : synonymOf(word, OPERATOR_NAMES);
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
export function isTextTest(name: string): name is TextTestName {
  return Object.hasOwn(TEXT_TESTS, name);
}
export function isVersionTest(name: string): name is keyof typeof VERSION_TESTS {
  return Object.hasOwn(VERSION_TESTS, name);
}
function isDecorator(name: string): name is DecoratorName {
  return Object.hasOwn(DECORATORS, name);
}

/** `indexOf` and not `includes`: NaN equals nothing. */
export function includes(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && list.indexOf(item) > -1;
}

function ofTexts(holds: (fact: string, value: string) => boolean): Comparison {
  return (fact, value) => typeof fact === 'string' && typeof value === 'string' && holds(fact, value);
}

/** What is no version is neither less nor more than one, and equal to none. */
function ofVersions(holds: (order: number) => boolean): Comparison {
  return (fact, value) => isVersion(fact) && isVersion(value) && holds(compareVersions(fact, value));
}
function isVersion(value: unknown): value is Version {
  return typeof value === 'object' && value !== null && 'prerelease' in value;
}

function ofDates(holds: (fact: Side, value: Side) => boolean): Comparison {
  return (fact, value) => holds(fact as Side, value as Side);
}

/** Two facts without a value are the same, as they are for every type. */
function isEqualDate(a: Side, b: Side): boolean {
  return isSameDate(a, b) || (Number.isNaN(a) && Number.isNaN(b));
}

/** Whether a date is one of several; nothing missing is. */
function includesDate(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && (list as readonly Side[]).some((each) => isSameDate(each, item as Side));
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
