import { percentWords as percent } from '#strata/kernel';
import { type FactCatalogue, type FactValue } from '../../index.js';
import { type Comparison, withoutNegation } from '../subjects/comparison.js';
import { isMoney, isShare } from '../subjects/names.js';
import { alternatives, boundWords, hasVerb, verbsOf } from './bounds.js';
import { countedNoun, factName } from './fact-names.js';
import { counted } from './grammar.js';
import { valueWords } from './values.js';

/** The reason of a leaf, the actual value first: "212 days since the last order (at least 180)". */
export function reasonPhrase(
  comparison: Comparison,
  result: boolean,
  catalogue: FactCatalogue,
): (actual: unknown) => string {
  const told = factPhrase(comparison.fact, catalogue);
  const expected = expectation(withoutNegation(comparison), catalogue);
  // What does not hold says what would have been right.
  const needed = result ? '' : 'needed: ';
  return (actual) => `${told(actual)} (${needed}${expected})`;
}

/** A fact with a value: "212 days since the last order", "3 orders", "city Shanghai", "age unknown". */
export function factPhrase(fact: FactValue, catalogue: FactCatalogue): (value: unknown) => string {
  const name = factName(fact, catalogue);
  const numberWords = numberPhrase(fact, name, catalogue);
  return (value) => {
    if (value === undefined) return `${name} unknown`;
    if (typeof value === 'number') return numberWords(value);
    return `${name}${typeof value === 'boolean' ? ':' : ''} ${valueWords(value)}`;
  };
}

function numberPhrase(fact: FactValue, name: string, catalogue: FactCatalogue): (value: number) => string {
  const isWhole = (fact.path ?? '') === '';
  const definition = isWhole && Object.hasOwn(catalogue, fact.fact) ? catalogue[fact.fact] : undefined;
  if (isWhole && fact.fact === 'score') return (value) => name.replace(/^\w+/, (kind) => `${kind} ${percent(value)}`);
  if (isShare(definition)) return (value) => `${name} ${percent(value)}`;
  if (isMoney(definition)) return (value) => `${name} ${valueWords(value, definition)}`;
  const noun = countedNoun(definition) ?? (name.startsWith('number of ') ? name.slice('number of '.length) : undefined);
  if (noun !== undefined) return (value) => counted(valueWords(value), noun);
  const unit = definition?.unit ?? (name.startsWith('days since ') ? 'days' : undefined);
  if (unit === undefined) return (value) => `${name} ${valueWords(value)}`;
  if (!name.startsWith(`${unit} `)) return (value) => `${name} ${counted(valueWords(value), unit)}`;
  const rest = name.slice(unit.length);
  return (value) => counted(valueWords(value), unit) + rest;
}

function expectation(comparison: Comparison, catalogue: FactCatalogue): string {
  const { fact, value, other, isNegated, decorators, written, operator } = comparison;
  if (decorators.length > 0) return `${written} ${valueWords(value)}`;
  if (operator === 'exists') return (value === true) === isNegated ? 'unknown' : 'known';
  const current = other === undefined ? '' : `, ${valueWords(value)}`;
  if (hasVerb(operator)) {
    const { holds, fails } = verbsOf(comparison, catalogue, false);
    return `${isNegated ? fails : holds}${current}`;
  }
  const isScore = fact.fact === 'score' && typeof value === 'number' && other === undefined;
  const shown = isScore
    ? boundWords(comparison, catalogue).replace(valueWords(value), percent(value))
    : bound(comparison, catalogue);
  return `${isNegated ? 'not ' : ''}${shown}${current}`;
}

function bound(comparison: Comparison, catalogue: FactCatalogue): string {
  const { operator, definition } = comparison;
  if (operator === 'in' && comparison.other === undefined) return alternatives(comparison, '');
  return boundWords(comparison, catalogue, countedNoun(definition) === undefined ? 'less than' : 'fewer than');
}
