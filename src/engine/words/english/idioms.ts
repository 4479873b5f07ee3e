import { percentWords } from '#strata/kernel';
import { basisOf } from '../../facts/index.js';
import { type EventQuery, type FactCatalogue } from '../../index.js';
import { type Comparison, isOfFormat, isOrdering, type Predicate, turned } from '../subjects/comparison.js';
import { alternatives, boundWords, caseWords } from './bounds.js';
import { countedNoun, eventDetails } from './fact-names.js';
import { counted, deed, isParticiple } from './grammar.js';
import { valueWords } from './values.js';

/** The idiom that fits the kind of fact, where there is one. */
export function idiomOf(comparison: Comparison, catalogue: FactCatalogue): Predicate | undefined {
  const { fact, definition, operator, other } = comparison;
  if (operator === null || !isOfFormat(operator)) return undefined;
  if ((fact.path ?? '') !== '' || other !== undefined) return undefined;
  if (fact.fact === 'events' && typeof fact.params?.['name'] === 'string') return events(comparison, fact.params);
  if (fact.fact === 'score' && typeof fact.params?.['model'] === 'string') return score(comparison, fact.params);
  if (definition === undefined || comparison.value === null) return undefined;
  const { words } = definition;
  if (definition.type === 'boolean') return flag(comparison, words);
  if (definition.type === 'string' && PLACES.test(words)) return residence(comparison);
  if (definition.type === 'number' && words === 'age') return age(comparison, catalogue);
  const basis = basisOf(definition);
  if (basis.of === 'events' && basis.query.measure === 'daysSinceLast') return recency(comparison, basis.query);
  const noun = countedNoun(definition);
  return noun === undefined ? undefined : amount(comparison, noun, catalogue);
}

const PLACES = /^(city|town|region|country|province|state|district|county)$/;

function residence(comparison: Comparison): Predicate | undefined {
  const { operator, value } = comparison;
  if (operator !== 'equal' && operator !== 'notEqual' && operator !== 'in' && operator !== 'notIn') return undefined;
  const places = Array.isArray(value) ? alternatives(comparison, '') : `${valueWords(value)}${caseWords(comparison)}`;
  const lives = { holds: `lives in ${places}`, fails: `does not live in ${places}` };
  return operator === 'equal' || operator === 'in' ? lives : turned(lives);
}

/** "is a member" and "is not a member"; what has no verb gets one, and what is a noun is a mark. */
function flag({ operator, value }: Comparison, words: string): Predicate | undefined {
  if (typeof value !== 'boolean' || (operator !== 'equal' && operator !== 'notEqual')) return undefined;
  const predicate = stated(words) ?? { holds: `is marked “${words}”`, fails: `is not marked “${words}”` };
  return (operator === 'equal') === value ? predicate : turned(predicate);
}

/** A statement and its denial, "subscribed to the newsletter" with the verb that it lacks; undefined of a noun. */
export function stated(words: string): Predicate | undefined {
  const verb = /^(is|has|can|was|does) /.exec(words)?.[1];
  if (verb !== undefined) return { holds: words, fails: words.replace(verb, `${verb} not`) };
  return isParticiple(words) ? { holds: `is ${words}`, fails: `is not ${words}` } : undefined;
}

function age(comparison: Comparison, catalogue: FactCatalogue): Predicate {
  const { operator } = comparison;
  const isDenied = operator === 'notEqual' || operator === 'notIn';
  const bound = boundWords(comparison, catalogue).replace(/^not /, '');
  const predicate = { holds: `is ${bound} years old`, fails: `is not ${bound} years old` };
  return isDenied ? turned(predicate) : predicate;
}

/** "has not ordered for at least 180 days". */
function recency({ operator, value }: Comparison, { name }: EventQuery): Predicate | undefined {
  if (typeof value !== 'number') return undefined;
  const did = deed(name);
  const days = counted(valueWords(value), 'days');
  switch (operator) {
    case 'greaterThanInclusive':
      return { holds: `has not ${did} for at least ${days}`, fails: `has ${did} less than ${days} ago or never` };
    case 'greaterThan':
      return { holds: `has not ${did} for more than ${days}`, fails: `has ${did} at most ${days} ago or never` };
    case 'lessThanInclusive':
      return { holds: `has ${did} within the last ${days}`, fails: `has not ${did} within the last ${days}` };
    case 'lessThan':
      return { holds: `has ${did} less than ${days} ago`, fails: `has not ${did} less than ${days} ago` };
    default:
      return undefined;
  }
}

/** "has at least 3 orders with a coupon". */
function amount(comparison: Comparison, noun: string, catalogue: FactCatalogue): Predicate | undefined {
  const { operator, value } = comparison;
  if (operator === 'in' || operator === 'notIn') {
    const some = { holds: `has ${alternatives(comparison, '')} ${noun}` };
    const predicate = { ...some, fails: some.holds.replace('has', 'does not have') };
    return operator === 'in' ? predicate : turned(predicate);
  }
  if (typeof value !== 'number') return undefined;
  if (operator === 'equal' || operator === 'notEqual') {
    const exactly = counted(`exactly ${valueWords(value)}`, noun);
    const predicate = { holds: value === 0 ? `has no ${noun}` : `has ${exactly}`, fails: `does not have ${exactly}` };
    return operator === 'equal' ? predicate : turned(predicate);
  }
  const bound = counted(boundWords(comparison, catalogue, 'fewer than'), noun);
  const isNone = (operator === 'lessThan' && value === 1) || (operator === 'lessThanInclusive' && value === 0);
  return { holds: isNone ? `has no ${noun}` : `has ${bound}`, fails: `does not have ${bound}` };
}

/** "has updated a cart between 24 hours and 1 hour ago without having ordered since". */
function events(comparison: Comparison, params: Readonly<Record<string, unknown>>): Predicate | undefined {
  const { operator, value } = comparison;
  if ((params['measure'] ?? 'count') !== 'count' || typeof value !== 'number' || operator === null) return undefined;
  const did = deed(valueWords(params['name']));
  const details = eventDetails(params);
  const once = { holds: `has ${did}${details}`, fails: `has not ${did}${details}` };
  if ((operator === 'greaterThanInclusive' && value === 1) || (operator === 'greaterThan' && value === 0)) return once;
  const isNone = operator === 'equal' || operator === 'lessThanInclusive' ? value === 0 : value === 1;
  if (isNone && (operator === 'equal' || operator === 'lessThanInclusive' || operator === 'lessThan')) {
    return turned(once);
  }
  const isDenied = operator === 'notEqual';
  if (operator !== 'equal' && !isDenied && !isOrdering(operator)) return undefined;
  const exact = operator === 'equal' || isDenied;
  const bound = exact ? `exactly ${valueWords(value)}` : boundWords(comparison, {}, 'fewer than');
  const times = counted(bound, 'times');
  const predicate = { holds: `has ${did} ${times}${details}`, fails: `has not ${did} ${times}${details}` };
  return isDenied ? turned(predicate) : predicate;
}

/** "is in the lowest 70 % of the model natural-conversion". */
function score(comparison: Comparison, params: Readonly<Record<string, unknown>>): Predicate | undefined {
  const { operator, value } = comparison;
  if (typeof value !== 'number' || operator === null || !isOrdering(operator)) return undefined;
  const model = `the model ${valueWords(params['model'])}`;
  if (params['as'] !== 'rank') {
    const bound = boundWords({ ...comparison, value: percentWords(value) }, {}).replace(/^(on or )?(after|before)/, '');
    const words = {
      greaterThanInclusive: 'at least',
      greaterThan: 'more than',
      lessThanInclusive: 'at most',
      lessThan: 'less than',
    };
    const probability = `a probability of ${words[operator]}${bound} by ${model}`;
    return { holds: `has ${probability}`, fails: `does not have ${probability}` };
  }
  const isTop = operator === 'greaterThanInclusive' || operator === 'greaterThan';
  const share = isTop ? `top ${percentWords(1 - value)}` : `lowest ${percentWords(value)}`;
  return { holds: `is in the ${share} of ${model}`, fails: `is not in the ${share} of ${model}` };
}
