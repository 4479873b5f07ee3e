import { seededRandom, type Reward } from '#sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestProbabilities, topTwo } from './best-probabilities.js';
import { beta, logGamma, normal, normalCumulative, type Posterior } from './distributions.js';
import bandit from './index.js';
import { upperBound } from './lin-ucb.js';

const DAY = 86_400_000;
const ONE = Float64Array.of(1);

function reward(offer: string, value: number, at = 0, context = ONE): Reward {
  return { offer, reward: value, at, context, propensity: 0.5 };
}

function chosen(options: object, rewards: readonly Reward[], offers: readonly string[], kind = 'conversion' as const) {
  const own = bandit.options.parse(options);
  const out = new Float64Array(offers.length);
  bandit.choose(bandit.learn(bandit.begin(own, kind), rewards, own), { offers, context: ONE }, own, out);
  return [...out];
}

function probabilitiesOf(...posteriors: readonly Posterior[]): Float64Array {
  const out = new Float64Array(posteriors.length);
  bestProbabilities(posteriors, out);
  return out;
}

describe('LinUCB', () => {
  // MABWiser, tests/test_linucb.py, test_alpha1_expectations.
  const CONTEXTS = [
    [0, 1, 2, 3, 5],
    [1, 1, 1, 1, 1],
    [0, 0, 1, 0, 0],
    [0, 2, 2, 3, 5],
    [1, 3, 1, 1, 1],
    [0, 0, 0, 0, 0],
    [0, 1, 4, 3, 5],
    [0, 1, 2, 4, 5],
    [1, 2, 1, 1, 3],
    [0, 2, 1, 0, 0],
  ];
  const ARMS = [1, 1, 1, 2, 2, 3, 3, 3, 3, 3];
  const REWARDS = [0, 0, 1, 0, 0, 0, 0, 1, 1, 1];
  const own = bandit.options.parse({ algorithm: 'linucb', alpha: 1, ridge: 1 });
  const rewards = ARMS.map((arm, row) => reward(String(arm), REWARDS[row]!, 0, Float64Array.from(CONTEXTS[row]!)));

  test('gives the bounds of a published test', () => {
    const { offers } = bandit.learn(bandit.begin(own, 'conversion'), rewards, own);
    const boundsFor = (row: number) =>
      ['1', '2', '3'].map((id) => upperBound(offers[id], Float64Array.from(CONTEXTS[row]!), own));
    const published = [
      [0.9790312458954391, 1.1617706239438832, 1.4247056229871702],
      [0.8896475809353053, 0.923364043088837, 1.457085577251709],
    ];
    published.forEach((bounds, row) => {
      boundsFor(row).forEach((bound, arm) => {
        expect(bound).toBeCloseTo(bounds[arm]!, 12);
      });
    });
  });

  test('chooses the offer of the highest bound; those without rewards are alike', () => {
    const state = bandit.learn(bandit.begin(own, 'conversion'), rewards, own);
    const out = new Float64Array(3);
    bandit.choose(state, { offers: ['1', '2', '3'], context: Float64Array.from(CONTEXTS[0]!) }, own, out);
    expect([...out]).toEqual([0, 0, 1]);
    expect(chosen({ algorithm: 'linucb' }, [], ['a', 'b'])).toEqual([0.5, 0.5]);
  });
});

describe('the probability of being the best', () => {
  test('is what is known in closed form', () => {
    // P(Beta(2, 1) > Beta(1, 1)) = 2/3; of three alike a third; of two normals Φ(difference / deviation of the difference).
    expect(probabilitiesOf(beta(2, 1), beta(1, 1))[0]).toBeCloseTo(2 / 3, 9);
    for (const p of probabilitiesOf(beta(5, 7), beta(5, 7), beta(5, 7))) expect(p).toBeCloseTo(1 / 3, 9);
    expect(probabilitiesOf(normal(1, 0.3), normal(0, 2))[0]).toBeCloseTo(normalCumulative(1 / Math.hypot(0.3, 2)), 9);
    expect(normalCumulative(1.959963984540054)).toBeCloseTo(0.975, 12);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
  });

  test('of two betas with whole numbers is the sum that Evan Miller gives, however narrow they are', () => {
    for (const [a, b, c, d] of [
      [3, 5, 4, 4],
      [40, 960, 52, 948],
      [2, 1, 900, 99_100],
      [1, 1, 30_000, 970_000],
    ] as const) {
      let sum = 0;
      for (let i = 0; i < c; i++) {
        const logTerm = logB(a + i, b + d) - Math.log(d + i) - logB(1 + i, d) - logB(a, b);
        sum += Math.exp(logTerm);
      }
      expect(probabilitiesOf(beta(a, b), beta(c, d))[1]).toBeCloseTo(sum, 7);
    }
  });

  test('agrees with draws from the posteriors within four of their standard errors', () => {
    const random = seededRandom(5);
    const posteriors = [normal(0, 1), normal(0.4, 0.2), normal(-0.2, 1.5)];
    const wins = [0, 0, 0];
    const DRAWS = 20_000;
    for (let draw = 0; draw < DRAWS; draw++) {
      const values = posteriors.map(({ mean, deviation }) => mean + deviation * random.normal());
      wins[values.indexOf(Math.max(...values))]! += 1;
    }
    probabilitiesOf(...posteriors).forEach((p, i) => {
      expect(Math.abs(wins[i]! / DRAWS - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / DRAWS));
    });
  });
});

function logB(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

test('top-two gives the rivals of the best offer what they are due', () => {
  const p = Float64Array.of(0.9, 0.09, 0.01);
  topTwo(p, 0.5);
  expect([...p].reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
  // 0.9 (0.5 + 0.5 (0.09 / 0.91 + 0.01 / 0.99))
  expect(p[0]).toBeCloseTo(0.9 * (0.5 + 0.5 * (0.09 / 0.91 + 0.01 / 0.99)), 12);
  const sure = Float64Array.of(1, 0, 0);
  topTwo(sure, 0.5);
  expect(sure[0]).toBeGreaterThan(0.49);
  expect(sure.every(Number.isFinite)).toBe(true);
});

test('what pays is made more often, in conversions and in money', () => {
  const rewards = Array.from({ length: 400 }, (_, i) => [
    reward('good', i % 10 === 0 ? 1 : 0),
    reward('bad', i % 40 === 0 ? 1 : 0),
  ]).flat();
  const [good = 0] = chosen({}, rewards, ['good', 'bad', 'new']);
  const [, bad = 1] = chosen({}, rewards, ['good', 'bad']);
  expect(good).toBeGreaterThan(0.05);
  expect(bad).toBeLessThan(0.001);
  expect(chosen({}, rewards, ['good'])).toEqual([1]);
  const own = bandit.options.parse({});
  const money = rewards.map((each) => ({ ...each, reward: each.offer === 'bad' ? 30 * each.reward : each.reward }));
  const out = new Float64Array(2);
  const state = bandit.learn(bandit.begin(own, 'profit'), money, own);
  bandit.choose(state, { offers: ['good', 'bad'], context: ONE }, own, out);
  expect(out[1]).toBeGreaterThan(0.9);
});

test('an old reward counts half after each half-life', () => {
  const own = bandit.options.parse({ halfLife: 7 });
  const { offers } = bandit.learn(bandit.begin(own, 'conversion'), [reward('a', 1, 0), reward('a', 1, 14 * DAY)], own);
  expect(offers['a']!.weight).toBeCloseTo(1.25, 12);
});

test('in whichever batches and order rewards come, the same is known', () => {
  const rewards = fc.array(
    fc
      .record({
        offer: fc.constantFrom('a', 'b'),
        value: fc.constantFrom(0, 1),
        day: fc.nat({ max: 60 }),
        x: fc.nat(3),
      })
      .map(({ offer, value, day, x }) => reward(offer, value, day * DAY, Float64Array.of(1, x))),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(rewards, fc.nat(20), fc.constantFrom('thompson', 'linucb'), (all, cut, algorithm) => {
      const own = bandit.options.parse({ algorithm, halfLife: 10 });
      const begun = bandit.begin(own, 'conversion');
      const once = bandit.learn(begun, all, own);
      const twice = bandit.learn(bandit.learn(begun, all.slice(cut), own), all.slice(0, cut), own);
      expect(twice.at).toBe(once.at);
      for (const [id, sums] of Object.entries(once.offers)) {
        expect(twice.offers[id]!.reward).toBeCloseTo(sums.reward, 9);
        sums.linear?.gram.forEach((value, i) => {
          expect(twice.offers[id]!.linear!.gram[i]).toBeCloseTo(value, 9);
        });
      }
      expect(bandit.load(bandit.save(once), own)).toEqual(once);
    }),
    { numRuns: 40 },
  );
});
