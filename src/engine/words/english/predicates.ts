import { type FactCatalogue } from '../../index.js';
import { type Comparison, type Predicate, turned } from '../subjects/comparison.js';
import { isMoney, spaced } from '../subjects/names.js';
import { verbsOf } from './bounds.js';
import { factName } from './fact-names.js';
import { isPlural, joined } from './grammar.js';
import { idiomOf } from './idioms.js';
import { valueWords } from './values.js';

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
  if (only === 'someFact') {
    const { holds } = verbsOf(comparison, catalogue, false);
    return { holds: `at least one of whose ${name} ${holds}`, fails: `none of whose ${name} ${holds}` };
  }
  if (only === 'everyFact') {
    const { holds } = verbsOf(comparison, catalogue, true);
    return { holds: `all of whose ${name} ${holds}`, fails: `not all of whose ${name} ${holds}` };
  }
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
  const { operator, definition } = comparison;
  const name = factName(comparison.fact, catalogue);
  if (operator === null) return custom(comparison, name);
  if (operator === 'exists' && definition?.type === 'boolean') return answer(comparison, name);
  const { holds, fails } = verbsOf(comparison, catalogue, isPlural(name));
  const unit = unitAfter(comparison, name);
  return { holds: `whose ${name} ${holds}${unit}`, fails: `whose ${name} ${fails}${unit}` };
}

/** "of whom it is known whether “is subscribed to the newsletter”". */
function answer({ value }: Comparison, name: string): Predicate {
  const known = { holds: `of whom it is known whether “${name}”`, fails: `of whom it is not known whether “${name}”` };
  return value === false ? turned(known) : known;
}

/** " years" after a number of years; amounts have their currency, shares need none, and neither do words that start with the unit. */
function unitAfter({ definition, value, other }: Comparison, name: string): string {
  const unit = definition?.unit;
  if (unit === undefined || isMoney(definition) || unit === 'share' || name.startsWith(unit)) return '';
  return other === undefined && typeof value === 'number' ? ` ${unit}` : '';
}

function custom({ written, value, other }: Comparison, name: string): Predicate {
  const test = `${spaced(written)} ${other === undefined ? valueWords(value) : `the ${factName(other, {})}`}`;
  return { holds: `whose ${name} ${test}`, fails: `of whom it is not true that ${name} ${test}` };
}
