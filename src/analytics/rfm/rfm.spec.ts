import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ReleaseDocuments } from '#strata/engine';
import { type PluginHost } from '#strata/plugin-host';
import { type RfmAnalysis } from '#strata/rulebook/schemas';
import { runs } from '../../../test/support/suite.js';
import { type PublishedBlock } from '../contract/index.js';
import { RFM } from './rfm.js';
import { segmentOf, SEGMENT_NAMES } from './segments.js';

const DAY = 86_400_000;
const UNTIL = Date.parse('2026-11-01T00:00:00Z');
const document: RfmAnalysis = {
  id: 'rfm',
  title: 'Scores',
  kind: 'rfm',
  purchases: { event: 'order_placed', value: 'amount' },
  publishes: { score: 'string' },
};
const documents: ReleaseDocuments = {
  facts: {
    days: {
      type: 'number',
      from: { events: { name: 'order_placed', measure: 'daysSinceLast' } },
      words: 'days since the last order',
    },
    stage: {
      type: 'string',
      from: {
        firstOf: [
          { when: { fact: 'days', operator: 'lessThan', value: 30 }, is: 'active' },
          { when: { fact: 'days', operator: 'greaterThanInclusive', value: 30 }, is: 'lost' },
        ],
      },
      words: 'stage',
    },
  },
  segments: [{ id: 'active', title: 'Active', condition: { fact: 'stage', operator: 'equal', value: 'active' } }],
  models: [],
  strategies: [],
};

interface Purchase {
  readonly person: string;
  readonly daysAgo: number;
  readonly amount: number;
}

describe('scores by recency, frequency and monetary value', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'rfm-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const analyse = async (purchases: readonly Purchase[], change: Partial<RfmAnalysis> = {}) => {
    const file = join(folder, 'purchases.csv');
    const lines = purchases.map(({ person, daysAgo, amount }) =>
      [person, new Date(UNTIL - daysAgo * DAY).toISOString(), amount].join(','),
    );
    await writeFile(file, ['user_id,at,amount', ...lines].join('\n'));
    const found = await RFM.run(
      { ...document, ...change },
      {
        ...{ source: { kind: 'file', file, name: 'purchases.csv' }, until: UNTIL, documents, seed: 1, previous: null },
        ...{ host: {} as PluginHost, signal: new AbortController().signal, progress: () => undefined },
      },
    );
    const blocks: PublishedBlock[] = [];
    for await (const block of found.people ?? []) blocks.push(block);
    const people = blocks.flatMap(({ people: ids }) => ids);
    const scores = blocks.flatMap(({ values }) => values['score'] ?? []);
    return { report: found.report, scores: new Map(people.map((id, index) => [id, scores[index]])) };
  };

  it('are 1 + the number of fifths of all people who are strictly worse, whatever they did', async () => {
    const purchase = fc.record({
      person: fc.constantFrom('ann', 'bob', 'cid', 'dan', 'eva', 'fay', 'gus'),
      daysAgo: fc.constantFrom(0, 1, 5, 29, 30, 400),
      amount: fc.constantFrom(0.1, 0.2, 5, 5, 100.55),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(purchase, { minLength: 1, maxLength: 20 }), async (purchases) => {
        const { report, scores } = await analyse(purchases);
        const people = [...new Set(purchases.map(({ person }) => person))].map((person) => {
          const own = purchases.filter((each) => each.person === person);
          const money = own.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0);
          return { person, recency: -Math.min(...own.map(({ daysAgo }) => daysAgo)), frequency: own.length, money };
        });
        const scoreOf = (name: 'recency' | 'frequency' | 'money', figure: number) =>
          1 + Math.floor((people.filter((other) => other[name] < figure).length * 5) / people.length);
        for (const { person, recency, frequency, money } of people) {
          const expected = [scoreOf('recency', recency), scoreOf('frequency', frequency), scoreOf('money', money)];
          expect(scores.get(person)).toBe(expected.join(''));
        }
        expect(report.people).toBe(people.length);
        expect(report.segments.reduce((sum, each) => sum + each.people, 0)).toBe(people.length);
        const paid = purchases.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0) / 100;
        expect(report.value).toBe(paid);
      }),
      { numRuns: runs(4, 40) },
    );
  });

  it('put every pair of scores into one named segment', () => {
    const pairs = [1, 2, 3, 4, 5].flatMap((r) => [1, 2, 3, 4, 5].map((f) => segmentOf(r, f)));
    expect(new Set(pairs)).toEqual(new Set(SEGMENT_NAMES));
  });

  const moving: readonly Purchase[] = [
    { person: 'stays', daysAgo: 45, amount: 1 },
    { person: 'stays', daysAgo: 5, amount: 2 },
    { person: 'leaves', daysAgo: 40, amount: 4 },
    { person: 'comes back', daysAgo: 90, amount: 8 },
    { person: 'comes back', daysAgo: 1, amount: 8 },
    { person: 'is new', daysAgo: 2, amount: 16 },
  ];

  it('come with who moved between stages, and the size and value of each', async () => {
    const { report } = await analyse(moving, { stages: { fact: 'stage', since: 'P30D' } });
    expect(report.stages?.stages).toEqual([
      { stage: 'active', people: 3, value: 35 },
      { stage: 'lost', people: 1, value: 4 },
    ]);
    const moves = report.stages?.moves.map(({ from, isNewHere, to, people }) => [isNewHere ? 'new' : from, to, people]);
    expect(moves?.toSorted()).toEqual([
      ['active', 'active', 1],
      ['active', 'lost', 1],
      ['lost', 'active', 1],
      ['new', 'active', 1],
    ]);
    expect(JSON.stringify(await analyse(moving, { stages: { fact: 'stage', since: 'P30D' } }))).toBe(
      JSON.stringify({ report, scores: new Map() }),
    );
  });

  it('are told as a report whose shares add up', async () => {
    const { report } = await analyse(moving, { stages: { fact: 'stage' } });
    const read = RFM.read(report, document);
    expect(read.subject).toBe('4 people who purchased 6 times for 39 in all, until 2026-11-01.');
    expect(read.parts.map(({ title }) => title)).toEqual([
      'Stages of the life-cycle',
      'Who moved',
      'Segments',
      'Recency and frequency',
      'What the scores mean',
    ]);
  });

  it('are of the people of a segment, and of the purchases that are young enough', async () => {
    const { scores } = await analyse(moving, { population: 'active' });
    expect([...scores.keys()].toSorted()).toEqual(['comes back', 'is new', 'stays']);
    const { report } = await analyse(moving, { within: 'P30D' });
    expect(report).toMatchObject({ people: 3, purchases: 3, value: 26 });
    await expect(analyse(moving, { within: 'PT1H' })).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
    await expect(analyse(moving, { columns: { person: 'custmer' } })).rejects.toMatchObject({ code: 'BAD_COLUMN' });
  });
});
