import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashShare } from '#strata/kernel';
import { contextOf, drawnPlace, explored } from './index.js';

const shares = fc.array(fc.constantFrom(0, 0.1, 1, 5), { minLength: 1, maxLength: 8 });

test('exploration leaves each offer its least, adds up to 1, and keeps which offer is likelier', () => {
  fc.assert(
    fc.property(shares, fc.constantFrom(undefined, 0, 0.05, 0.5), (weights, explore) => {
      const policy = { policy: 'p', ...(explore === undefined ? {} : { explore }) };
      const probabilities = explored(weights, policy);
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      const least = Math.min(explore ?? 0.01, 1 / weights.length);
      probabilities.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual(least - 1e-12);
        weights.forEach((weight, j) => {
          if (weight < weights[i]!) expect(probabilities[j]).toBeLessThanOrEqual(p);
        });
      });
    }),
  );
  expect(explored([0.9, 0.1], { policy: 'p', explore: 0.1 })).toEqual([0.1 + 0.8 * 0.9, 0.1 + 0.8 * 0.1]);
});

test('who is drawn has the probability that is stated, also where another one is taken away', () => {
  const probabilities = [0.6, 0.3, 0.1];
  const IDS = 20_000;
  const counts = { all: [0, 0, 0], withoutFirst: [0, 0] };
  for (let id = 0; id < IDS; id++) {
    const points = probabilities.map((_, place) => hashShare(`${place}:${id}`));
    const first = drawnPlace(probabilities, points);
    counts.all[first]! += 1;
    const left = drawnPlace(probabilities.slice(1), points.slice(1));
    counts.withoutFirst[left]! += 1;
    if (first > 0) expect(left).toBe(first - 1);
  }
  const near = (count: number, p: number) => {
    expect(Math.abs(count / IDS - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / IDS));
  };
  counts.all.forEach((count, place) => {
    near(count, probabilities[place]!);
  });
  near(counts.withoutFirst[0]!, 0.75);
});

test('a person is told by numbers: 1 first, what is not known is 0', () => {
  const policy = {
    policy: 'p',
    context: ['age', { fact: 'age', mean: 30, deviation: 10 }, { fact: 'city', is: ['A', 'B'] }, 'member', 'born'],
  };
  const facts = { age: 50, city: 'B', member: true, born: '1970-01-11' };
  expect([...contextOf(policy, facts)]).toEqual([1, 50, 2, 0, 1, 1, 10]);
  expect([...contextOf(policy, { city: 'C' })]).toEqual([1, 0, 0, 0, 0, 0, 0]);
  expect([...contextOf({ policy: 'p' }, facts)]).toEqual([1]);
});
