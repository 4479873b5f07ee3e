import { basisOf } from '../../facts/index.js';
import { type FactCatalogue, type FactDefinition, type FactValue, type Follower, followerOf } from '../../index.js';
import { spaced } from '../subjects/names.js';
import { deed, joined, windowWords } from './grammar.js';
import { valueWords } from './values.js';

/** What a fact is called in a sentence: the catalogue's words, or those of its parameters. */
export function factName({ fact, params, path }: FactValue, catalogue: FactCatalogue): string {
  const name = baseName(fact, params, catalogue);
  return path === undefined || path === '' || path === '$' ? name : `${name} (${path})`;
}

function baseName(fact: string, params: FactValue['params'], catalogue: FactCatalogue): string {
  if (fact === 'events' && typeof params?.['name'] === 'string') return eventsName(params);
  if (fact === 'score' && typeof params?.['model'] === 'string') {
    return `${params['as'] === 'rank' ? 'rank' : 'probability'} by the model ${params['model']}`;
  }
  return Object.hasOwn(catalogue, fact) ? (catalogue[fact]?.words ?? fact) : spaced(fact);
}

const MEASURE_WORDS: Readonly<Record<string, string>> = {
  sum: 'total',
  mean: 'average',
  min: 'smallest',
  max: 'largest',
  distinct: 'number of different values of',
};

function eventsName(params: NonNullable<FactValue['params']>): string {
  const { name, measure = 'count', property } = params;
  const events = `"${spaced(valueWords(name))}" events${eventDetails(params)}`;
  if (measure === 'count') return `number of ${events}`;
  if (measure === 'daysSinceLast') return `days since the last of the ${events}`;
  if (measure === 'daysSinceFirst') return `days since the first of the ${events}`;
  return `${MEASURE_WORDS[valueWords(measure)] ?? valueWords(measure)} ${valueWords(property)} of ${events}`;
}

/** Window, filters and what must not have followed, each with a blank in front. */
export function eventDetails({ within, ago, where, without }: NonNullable<FactValue['params']>): string {
  const details: string[] = [];
  if (typeof where === 'object' && where !== null && Object.keys(where).length > 0) {
    const filters = Object.entries(where).map(([key, value]) => `${spaced(key)} ${valueWords(value)}`);
    details.push(`with ${joined(filters, 'and')}`);
  }
  const window = windowWords(within, ago);
  if (window !== '') details.push(window);
  if (without !== undefined) details.push(followerWords(followerOf(without as string | Follower)));
  return details.map((detail) => ` ${detail}`).join('');
}

function followerWords({ name, same }: ReturnType<typeof followerOf>): string {
  return `without having ${deed(name)}${same === undefined ? '' : ` with the same ${spaced(same)}`} since`;
}

/** The plural noun that the fact counts, "orders with a coupon"; undefined where it counts nothing. */
export function countedNoun(definition: FactDefinition | undefined): string | undefined {
  if (definition?.type !== 'number') return undefined;
  const { words } = definition;
  const basis = basisOf(definition);
  const counts = basis.of === 'events' && (basis.query.measure === 'count' || basis.query.measure === 'distinct');
  if (!counts && !words.startsWith('number of ')) return undefined;
  return words.replace(/^number of /, '');
}
