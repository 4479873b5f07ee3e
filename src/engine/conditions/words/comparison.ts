import { type ConditionValue, type FactCatalogue, type FactDefinition, type FactValue } from '../../index.js';
import { isTextTest, isVersionTest, parseOperator, type OperatorName } from '../language/operators.js';
import { factName } from './fact-names.js';
import { joined, spaced, valueWords } from './phrases.js';
import { isFactValue } from '../language/shape.js';
import { type LeafTrace } from '../language/types.js';

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
  /** Whether upper and lower case are the same. */
  readonly ignoresCase: boolean;
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
    ignoresCase: isKnown && parsed.ignoresCase,
    isNegated: decorators.filter((each) => each === 'not').length % 2 === 1,
    value,
    other,
  };
}

const VERB_STEMS: Readonly<Record<string, string>> = {
  startsWith: 'start with',
  endsWith: 'end with',
  includesText: 'include the text',
  matches: 'match the expression',
  contains: 'include',
};

/** A predicate of a fact's name, and of a name that is plural. */
interface Verbs {
  readonly holds: string;
  readonly fails: string;
}

/** "starts with Sh", "does not start with Sh", "is at least 35", "is known": what is said of a fact. */
export function verbsOf(comparison: Comparison, catalogue: FactCatalogue, isMany: boolean): Verbs {
  const { operator, definition, value, other } = comparison;
  const be = isMany ? 'are' : 'is';
  const positive = operator === 'doesNotContain' ? 'contains' : operator;
  const stem = VERB_STEMS[positive ?? ''];
  if (stem !== undefined) {
    const single = other === undefined ? valueWords(value, definition) : `the ${factName(other, catalogue)}`;
    const object = `${single}${caseWords(comparison)}`;
    const [verb = '', ...rest] = stem.split(' ');
    const [does, third] = isMany ? ['do', verb] : ['does', `${verb}${verb.endsWith('ch') ? 'es' : 's'}`];
    const verbs = { holds: [third, ...rest, object].join(' '), fails: `${does} not ${stem} ${object}` };
    return positive === operator ? verbs : turnedVerbs(verbs);
  }
  if (operator === 'exists') {
    const known = { holds: `${be} known`, fails: `${be} not known` };
    return value === false ? turnedVerbs(known) : known;
  }
  const isDenied = operator === 'notEqual' || operator === 'notIn';
  const bound = boundWords(comparison, catalogue).replace(/^not /, isDenied ? '' : 'not ');
  const verbs = { holds: `${be} ${bound}`, fails: `${be} not ${bound}` };
  return isDenied ? turnedVerbs(verbs) : verbs;
}

function turnedVerbs({ holds, fails }: Verbs): Verbs {
  return { holds: fails, fails: holds };
}

/** Whether the operator is said with a verb of its own: "includes", "starts with". */
export function hasVerb(operator: OperatorName | null): boolean {
  return operator === 'doesNotContain' || Object.hasOwn(VERB_STEMS, operator ?? '');
}

/** Whether the operator is one that json-rules-engine's format has, too: the idioms know these. */
export function isOfFormat(operator: OperatorName): boolean {
  return operator !== 'exists' && operator !== 'matches' && !isTextTest(operator) && !isVersionTest(operator);
}

/** What a sentence adds where upper and lower case are the same. */
export function caseWords({ ignoresCase }: Comparison): string {
  return ignoresCase ? ' (ignoring case)' : '';
}

/** "at least 180", "more than 3", "Shanghai or Hangzhou", "at least the average order value". */
export function boundWords(comparison: Comparison, catalogue: FactCatalogue, few = 'less than'): string {
  const { operator, definition, value, other } = comparison;
  const plain = other === undefined ? valueWords(value, definition) : `the ${factName(other, catalogue)}`;
  const single = `${plain}${caseWords(comparison)}`;
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
    case 'versionEqual':
      return `version ${single}`;
    case 'versionLessThan':
      return `older than version ${single}`;
    case 'versionLessThanInclusive':
      return `version ${single} or older`;
    case 'versionGreaterThan':
      return `newer than version ${single}`;
    case 'versionGreaterThanInclusive':
      return `version ${single} or newer`;
    default:
      return `${spaced(comparison.written)} ${single}`;
  }
}

/** The values of a list as "Shanghai or Hangzhou"; where there is no list, what stands in its place. */
export function alternatives(comparison: Comparison, single: string): string {
  const { value, definition } = comparison;
  if (!Array.isArray(value)) return `one of ${single}`;
  if (value.length === 0) return 'one of nothing';
  const items = value.map((item) => valueWords(item, definition));
  return `${joined(items, 'or')}${caseWords(comparison)}`;
}
