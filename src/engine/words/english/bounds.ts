import { type FactCatalogue, type OperatorName } from '../../index.js';
import { type Comparison, isOfTime, type Predicate, turned } from '../subjects/comparison.js';
import { spaced } from '../subjects/names.js';
import { factName } from './fact-names.js';
import { joined } from './grammar.js';
import { valueWords } from './values.js';

const VERB_STEMS: Readonly<Record<string, string>> = {
  startsWith: 'start with',
  endsWith: 'end with',
  includesText: 'include the text',
  matches: 'match the expression',
  contains: 'include',
};

/** "starts with Sh", "does not start with Sh", "is at least 35", "is known": what is said of a fact. */
export function verbsOf(comparison: Comparison, catalogue: FactCatalogue, isMany: boolean): Predicate {
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
    return positive === operator ? verbs : turned(verbs);
  }
  if (operator === 'exists') {
    const known = { holds: `${be} known`, fails: `${be} not known` };
    return value === false ? turned(known) : known;
  }
  const isDenied = operator === 'notEqual' || operator === 'notIn';
  const bound = boundWords(comparison, catalogue).replace(/^not /, isDenied ? '' : 'not ');
  const verbs = { holds: `${be} ${bound}`, fails: `${be} not ${bound}` };
  return isDenied ? turned(verbs) : verbs;
}

/** Whether the operator is said with a verb of its own: "includes", "starts with". */
export function hasVerb(operator: OperatorName | null): boolean {
  return operator === 'doesNotContain' || Object.hasOwn(VERB_STEMS, operator ?? '');
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
  const isTime = isOfTime(comparison);
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
