import { describe, expect, it } from 'vitest';
import { explainDocument } from '../explain/index.js';
import { requestDocuments } from '../documents/index.js';
import { validateDocuments } from './validate.js';

const rfm = {
  id: 'rfm',
  title: 'Scores',
  kind: 'rfm',
  purchases: { event: 'order_placed', value: 'amount' },
  population: 'buyers',
  stages: { fact: 'stage' },
  schedule: { cron: '0 5 * * *' },
  publishes: { recency: 'number', segment: 'string' },
};
const computed = (source: object, more: object = {}) => ({
  type: 'string',
  from: { computed: { analysis: 'rfm', output: 'segment', ...source } },
  words: 'segment',
  ...more,
});
const orders = { type: 'number', from: { events: { name: 'order_placed', measure: 'count' } }, words: 'orders' };
const stage = {
  type: 'string',
  from: { firstOf: [{ when: { fact: 'orders', operator: 'greaterThan', value: 0 }, is: 'active' }, { is: 'new' }] },
  words: 'stage',
};

function validate(analysis: object, facts: object = {}) {
  return validateDocuments(
    requestDocuments({
      facts: { orders, stage, ...facts },
      segments: [{ id: 'buyers', title: 'Buyers', condition: { fact: 'orders', operator: 'greaterThan', value: 0 } }],
      analyses: [{ ...rfm, ...analysis }],
    }),
  );
}
const problems = (analysis: object, facts: object = {}) =>
  validate(analysis, facts).problems.map(
    ({ file, pointer, nearest }) => `${file} ${pointer}${nearest === undefined ? '' : ` → ${nearest}`}`,
  );

describe('analyses', () => {
  it('are published with what they name', () => {
    expect(problems({}, { rfm: computed({ maxAge: 'P7D' }) })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a kind that there is not', { kind: 'rfms' }, '/kind → rfm'],
    ['a key that the kind has not', { purchase: {} }, '/purchase → purchases'],
    ['a segment that there is not', { population: 'buyer' }, '/population → buyers'],
    ['a stage that there is not', { stages: { fact: 'stages' } }, '/stages/fact → stage'],
    ['a stage that is a number', { stages: { fact: 'orders' } }, '/stages/fact'],
    ['what it does not find out', { publishes: { recencies: 'number' } }, '/publishes/recencies → recency'],
    ['a type that its output has not', { publishes: { recency: 'string' } }, '/publishes/recency'],
    ['a turn that never comes', { schedule: { cron: '0 5 31 2 *' } }, '/schedule/cron'],
  ])('do not name %s', (_, change, place) => {
    expect(problems(change)).toEqual([`analyses/rfm.json ${place}`]);
  });

  it('of channels name touches that come before the conversion', () => {
    const channels = {
      ...{ id: 'channels', title: 'Channels', kind: 'attribution', conversion: { event: 'order_placed' } },
      ...{ touches: { channel: 'source', events: ['visit', 'order_placed'] }, within: 'P30D' },
    };
    const of = (analysis: object) =>
      validateDocuments(requestDocuments({ facts: { orders }, analyses: [{ ...channels, ...analysis }] }));
    expect(of({}).problems).toMatchObject([{ pointer: '/touches/events/1', expected: 'events before it' }]);
    expect(of({ order: 4 }).problems).toMatchObject([{ pointer: '/order', expected: '1, 2 or 3' }]);
    const { documents } = of({ touches: { channel: 'source' }, ways: ['removal'] });
    expect(JSON.stringify(explainDocument(documents!, 'analysis/channels'))).toContain('at most 30 days earlier');
  });

  it.each<[string, object, string]>([
    ['an analysis that there is not', computed({ analysis: 'rfms' }), '/analysis → rfm'],
    ['what the analysis does not publish', computed({ output: 'segments' }), '/output → segment'],
    ['another type', computed({ output: 'recency' }), '/output'],
    ['an age that is none', computed({ maxAge: '7 days' }), '/maxAge'],
  ])('are not read by a fact that names %s', (_, fact, place) => {
    expect(problems({}, { rfm: fact })).toEqual([`facts.json /facts/rfm/from/computed${place}`]);
  });

  it.each<[string, object, string]>([
    ['a feature that there is not', { features: ['order'] }, '/features/0 → orders'],
    ['a feature twice', { features: ['orders', { fact: 'orders', log: true }] }, '/features/1'],
    ['a worth that is no number', { value: 'stage' }, '/value'],
    ['a segment of a file', { columns: { person: 'ID' }, population: 'buyers' }, '/population'],
  ])('of personas do not name %s', (_, change, place) => {
    const personas = {
      id: 'rfm',
      title: 'Personas',
      kind: 'personas',
      plugin: 'k-means',
      features: ['orders', 'stage'],
    };
    const { problems: found } = validateDocuments(
      requestDocuments({ facts: { orders, stage }, segments: [], analyses: [{ ...personas, ...change }] }),
    );
    expect(
      found.map(({ pointer, nearest }) => `${pointer ?? ''}${nearest === undefined ? '' : ` → ${nearest}`}`),
    ).toContain(place);
  });

  it('make a fact sensitive where they read what is', () => {
    const sensitive = { stage: { ...stage, sensitive: true } };
    expect(problems({}, { ...sensitive, rfm: computed({}) })).toEqual(['facts.json /facts/rfm/from/computed']);
    expect(problems({}, { ...sensitive, rfm: computed({}, { sensitive: true }) })).toEqual([]);
  });

  it('and their facts are told in words', () => {
    const documents = validate({}, { rfm: computed({ maxAge: 'P7D' }) }).documents!;
    expect(explainDocument(documents, 'analysis/rfm').sections.map(({ title }) => title)).toEqual([
      'What',
      'About whom',
      'When',
      'For computed facts',
    ]);
    expect(explainDocument(documents, 'fact/rfm').sections[0]?.sentences).toEqual([
      'A string: segment of the last run of the analysis rfm, at most 7 days old.',
    ]);
  });
});
