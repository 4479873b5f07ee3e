import { describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { compareWithTraining, type CompareRequest } from './compare.js';
import { limitsOf } from './limits.js';
import { PoolCounter } from './pool-sample.js';
import { driftReference } from '../../registry/reference.js';

interface People {
  readonly days: number;
  readonly city: 'Shanghai' | 'Beijing' | null;
}

function columnsOf(people: readonly People[]) {
  const cities = ['Beijing', 'Shanghai'];
  return [
    { name: 'days', type: 'number' as const, values: Float64Array.from(people, ({ days }) => days) },
    {
      name: 'city',
      type: 'category' as const,
      codes: Int32Array.from(people, ({ city }) => (city === null ? -1 : cities.indexOf(city))),
      categories: cities,
    },
  ];
}

function people(rows: number, seed: number, days: (random: () => number) => number): readonly People[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => ({
    days: Math.floor(days(() => random.uniform())),
    city: (['Shanghai', 'Beijing', null] as const)[random.integer(3)] ?? null,
  }));
}

const frequent = (random: () => number) => 90 * random();
const dormant = (random: () => number) => 180 + 200 * random();

function compare(before: readonly People[], after: readonly People[], more: Partial<CompareRequest> = {}) {
  const reference = driftReference(columnsOf(before), null);
  const counter = new PoolCounter(reference, 1);
  for (let start = 0; start < after.length; start += 700) {
    const part = after.slice(start, start + 700);
    counter.add({ rows: part.length, columns: columnsOf(part) });
  }
  return compareWithTraining({
    model: 'buys',
    version: 1,
    reference,
    name: 'the dormant pool',
    pool: counter.seen(),
    scores: null,
    limits: limitsOf({}),
    words: { days: 'days since the last order' },
    ...more,
  });
}

describe('drift', () => {
  it('of people like those trained on is none', () => {
    const report = compare(people(5000, 1, frequent), people(5000, 2, frequent));
    expect(report).toMatchObject({ result: 'ok', people: 5000, trainedOn: 5000 });
    expect(report.headline).toBe('The people of the dormant pool are like those that the model was trained on.');
    expect(report.classifier?.auc.value).toBeCloseTo(0.5, 1);
  });

  it('refuses a pool that the model never saw and says which features moved and by how much', () => {
    const report = compare(people(5000, 1, frequent), people(5000, 2, dormant));
    expect(report.result).toBe('refused');
    expect(report.features.map(({ name, result }) => [name, result])).toEqual([
      ['days', 'refused'],
      ['city', 'ok'],
    ]);
    expect(report.headline).toMatch(
      /^Refused: the people of the dormant pool are not those that the model was trained on: days since the last order moved \(stability index \d+\.\d\d\): 100 % are above \d+, in training \d %( \(the median is 2\d\d, was 4\d\)); a classifier tells the two apart (9\d|100) of 100 times/,
    );
  });

  it('warns between the limits of the document, and says nothing of features that move by nature', () => {
    const [before, after] = [people(5000, 1, frequent), people(5000, 2, (random) => 4 + frequent(random) * 1.1)];
    expect(compare(before, after).result).not.toBe('ok');
    expect(compare(before, after, { limits: limitsOf({ drift: { warn: 3, refuse: 4 } }) }).result).toBe('ok');
    expect(compare(before, after, { limits: limitsOf({ drift: { ignore: ['days'] } }) }).result).toBe('ok');
  });

  it('does not refuse a handful of people for chance', () => {
    const report = compare(people(5000, 1, frequent), people(15, 2, frequent));
    expect(report.result).toBe('ok');
    expect(report.classifier).toBeNull();
    expect(report.notes).toEqual(['15 people are few: only great moves can be told from chance']);
  });

  it('keeps the same sample whatever the batches, and names what the pool does not know', () => {
    const before = people(3000, 1, frequent);
    const reference = driftReference(columnsOf(before), null);
    const [whole, parts] = [new PoolCounter(reference, 1), new PoolCounter(reference, 1)];
    whole.add({ rows: 3000, columns: columnsOf(before) });
    for (const person of before) parts.add({ rows: 1, columns: columnsOf([person]) });
    expect(parts.seen().sample.columns[0]).toEqual(whole.seen().sample.columns[0]);
    expect(parts.seen().distributions.map((one) => one?.counts)).toEqual(
      whole.seen().distributions.map((one) => one?.counts),
    );
    const counter = new PoolCounter(reference, 1);
    counter.add({ rows: 3000, columns: columnsOf(before).slice(0, 1) });
    const report = compare(before, before, { pool: counter.seen() });
    expect(report.notes).toEqual(['the pool does not know city']);
  });
});
