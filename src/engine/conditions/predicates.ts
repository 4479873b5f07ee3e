import { type FactCatalogue } from '../documents.js';
import { boundWords, type Comparison } from './comparison.js';
import { factName } from './fact-names.js';
import { idiomOf, turned, type Predicate } from './idioms.js';
import { isPlural, joined, spaced, valueWords } from './phrases.js';

/** The predicate of a comparison: "lives in Shanghai or Hangzhou" and "does not live in Shanghai or Hangzhou". */
export function predicateOf(comparison: Comparison, catalogue: FactCatalogue): Predicate {
  const { isNegated } = comparison;
  const predicate =
    (comparison.decorators.length > 0 ? quantified(comparison, catalogue) : idiomOf(comparison, catalogue)) ??
    possessive(comparison, catalogue);
  return isNegated ? turned(predicate) : predicate;
}

/** "at least one of whose tags is vip". */
function quantified(comparison: Comparison, catalogue: FactCatalogue): Predicate | undefined {
  const { decorators, operator, value } = comparison;
  const name = factName(comparison.fact, catalogue);
  const [only] = decorators;
  if (decorators.length > 1 || only === undefined || operator === null) return swapped(comparison, name);
  const bound = boundWords(comparison, catalogue);
  if (only === 'someFact')
    return { holds: `at least one of whose ${name} is ${bound}`, fails: `none of whose ${name} is ${bound}` };
  if (only === 'everyFact')
    return { holds: `all of whose ${name} are ${bound}`, fails: `not all of whose ${name} are ${bound}` };
  if (!Array.isArray(value) || only === 'swap') return swapped(comparison, name);
  const bare = { ...comparison, decorators: [], isNegated: false };
  const parts = value.map((item: unknown) => predicateOf({ ...bare, value: item }, catalogue));
  if (parts.length === 0 || parts.length > 5) return swapped(comparison, name);
  const [some, every] = [joinedParts(parts, 'or'), joinedParts(parts, 'and')];
  return only === 'someValue' ? some : every;
}

function joinedParts(parts: readonly Predicate[], last: 'and' | 'or'): Predicate {
  const opposite = last === 'and' ? 'or' : 'and';
  const [holds, fails] = [parts.map((part) => part.holds), parts.map((part) => part.fails)];
  if (parts.length === 1) return { holds: joined(holds, last), fails: joined(fails, opposite) };
  return { holds: `(${joined(holds, last)})`, fails: `(${joined(fails, opposite)})` };
}

/** Nothing that a sentence could say better than the document does. */
function swapped({ written, value }: Comparison, name: string): Predicate {
  const test = `"${written}" with ${JSON.stringify(value)}`;
  return { holds: `whose ${name} passes ${test}`, fails: `whose ${name} does not pass ${test}` };
}

/** "whose average order value is at least 35": fits every fact. */
function possessive(comparison: Comparison, catalogue: FactCatalogue): Predicate {
  const { operator, definition, value } = comparison;
  const name = factName(comparison.fact, catalogue);
  if (operator === null) return custom(comparison, name);
  if (operator === 'contains' || operator === 'doesNotContain') {
    const item = valueWords(value, definition);
    const verbs = isPlural(name) ? ['include', 'do not include'] : ['includes', 'does not include'];
    const predicate = {
      holds: `whose ${name} ${verbs[0] ?? ''} ${item}`,
      fails: `whose ${name} ${verbs[1] ?? ''} ${item}`,
    };
    return operator === 'contains' ? predicate : turned(predicate);
  }
  const isDenied = operator === 'notEqual' || operator === 'notIn';
  const bound = boundWords(comparison, catalogue).replace(/^not /, isDenied ? '' : 'not ');
  const verb = isPlural(name) ? 'are' : 'is';
  const unit = unitAfter(comparison, name);
  const predicate = {
    holds: `whose ${name} ${verb} ${bound}${unit}`,
    fails: `whose ${name} ${verb} not ${bound}${unit}`,
  };
  return isDenied ? turned(predicate) : predicate;
}

/** " years" after a number of years; money and shares need none, and neither do words that start with the unit. */
function unitAfter({ definition, value, other }: Comparison, name: string): string {
  const unit = definition?.unit;
  if (unit === undefined || unit === 'money' || unit === 'share' || name.startsWith(unit)) return '';
  return other === undefined && typeof value === 'number' ? ` ${unit}` : '';
}

function custom({ written, value, other }: Comparison, name: string): Predicate {
  const test = `${spaced(written)} ${other === undefined ? valueWords(value) : `the ${factName(other, {})}`}`;
  return { holds: `whose ${name} ${test}`, fails: `of whom it is not true that ${name} ${test}` };
}
