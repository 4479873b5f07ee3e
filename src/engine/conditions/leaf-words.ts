import { type FactCatalogue, type FactValue } from '../documents.js';
import { alternatives, boundWords, comparisonOfTrace, type Comparison } from './comparison.js';
import { countedNoun, factName } from './fact-names.js';
import { counted, isShare, percent, valueWords } from './phrases.js';
import { type LeafTrace } from './types.js';

/** A reason in words, the actual value first: "212 days since the last order (at least 180)". */
export function leafWords(leaf: LeafTrace, catalogue: FactCatalogue = {}): string {
  const comparison = comparisonOfTrace(leaf, catalogue);
  return `${factWords(leaf, leaf.actual, catalogue)} (${expectation(comparison, catalogue)})`;
}

/** A fact with a value in words: "212 days since the last order", "3 orders", "city Shanghai", "age unknown". */
export function factWords(fact: FactValue, value: unknown, catalogue: FactCatalogue = {}): string {
  const name = factName(fact, catalogue);
  const isWhole = (fact.path ?? '') === '';
  const definition = isWhole && Object.hasOwn(catalogue, fact.fact) ? catalogue[fact.fact] : undefined;
  if (value === undefined) return `${name} unknown`;
  if (typeof value !== 'number')
    return `${name} ${typeof value === 'boolean' ? ': ' : ''}${valueWords(value)}`.replace(' : ', ': ');
  if (isWhole && fact.fact === 'score') return name.replace(/^\w+/, (kind) => `${kind} ${percent(value)}`);
  if (isShare(definition)) return `${name} ${percent(value)}`;
  const noun = countedNoun(definition) ?? (name.startsWith('number of ') ? name.slice('number of '.length) : undefined);
  if (noun !== undefined) return counted(valueWords(value), noun);
  const unit = definition?.unit ?? (name.startsWith('days since ') ? 'days' : undefined);
  if (unit === undefined || unit === 'money') return `${name} ${valueWords(value)}`;
  if (!name.startsWith(`${unit} `)) return `${name} ${counted(valueWords(value), unit)}`;
  return counted(valueWords(value), unit) + name.slice(unit.length);
}

function expectation(comparison: Comparison, catalogue: FactCatalogue): string {
  const { fact, value, other, isNegated, decorators, written } = comparison;
  if (decorators.length > 0) return `${written} ${valueWords(value)}`;
  const isScore = fact.fact === 'score' && typeof value === 'number' && other === undefined;
  const shown = isScore
    ? boundWords(comparison, catalogue).replace(valueWords(value), percent(value))
    : bound(comparison, catalogue);
  const current = other === undefined ? '' : `, ${valueWords(value)}`;
  return `${isNegated ? 'not ' : ''}${shown}${current}`;
}

function bound(comparison: Comparison, catalogue: FactCatalogue): string {
  const { operator, definition, value } = comparison;
  if (operator === 'contains') return `includes ${valueWords(value, definition)}`;
  if (operator === 'doesNotContain') return `does not include ${valueWords(value, definition)}`;
  if (operator === 'in' && comparison.other === undefined) return alternatives(comparison, '');
  return boundWords(comparison, catalogue, countedNoun(definition) === undefined ? 'less than' : 'fewer than');
}
