import { seededRandom, type Reward } from '#sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestProbabilities, topTwo } from './best-probabilities.js';
import { beta, logGamma, normal, normalCumulative, type Posterior } from './distributions.js';
import bandit from './index.js';
import { featuresOf, linearModels, upperBound } from './lin-ucb.js';

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
  const own = bandit.options.parse({ algorithm: 'linucb', alpha: 1, ridge: 1, linear: 'disjoint' });
  const rewards = ARMS.map((arm, row) => reward(String(arm), REWARDS[row]!, 0, Float64Array.from(CONTEXTS[row]!)));

  test('gives the bounds of a published test', () => {
    const { offers } = bandit.learn(bandit.begin(own, 'conversion'), rewards, own);
    const models = linearModels(offers, { width: 5, features: 5, ridge: 1 });
    const boundsFor = (row: number) =>
      ['1', '2', '3'].map((id) => upperBound(models, id, { features: Float64Array.from(CONTEXTS[row]!), alpha: 1 }));
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

describe('hybrid LinUCB', () => {
  const own = bandit.options.parse({ algorithm: 'linucb', alpha: 0 });
  const context = (x: number) => Float64Array.of(1, x);
  const best = (rewards: readonly Reward[], x: number, options = own) => {
    const out = new Float64Array(2);
    const state = bandit.learn(bandit.begin(options, 'profit'), rewards, options);
    bandit.choose(state, { offers: ['a', 'b'], context: context(x) }, options, out);
    return out[0]! > out[1]! ? 'a' : 'b';
  };
  // Rewards bend alike for both offers and b pays more, but was made to other people.
  const madeTo = { a: [2, 2.5, 3], b: [-1, 0, 1] };
  const bent = Array.from({ length: 50 }, () =>
    Object.entries(madeTo).flatMap(([id, all]) =>
      all.map((x) => reward(id, x * x + (id === 'b' ? 0.5 : 0), 0, context(x))),
    ),
  ).flat();

  test('does not take the shape of the people whom an offer was made to for what the offer does', () => {
    for (const x of [-1, 0, 1, 2, 3]) expect(best(bent, x)).toBe('b');
    expect(best(bent, 3, { ...own, linear: 'disjoint' })).toBe('a');
  });

  test('is one ridge regression of what is shared and what is not, and its deviation that of the prediction', () => {
    const random = seededRandom(3);
    const rewards = Array.from({ length: 60 }, (_, row) =>
      reward(row % 2 === 0 ? 'a' : 'b', random.normal(), 0, Float64Array.of(1, random.normal(), random.normal())),
    );
    const { offers } = bandit.learn(bandit.begin(own, 'profit'), rewards, own);
    const models = linearModels(offers, { width: 3, features: 6, ridge: 0.5 });
    // Weights of the products, then of a, then of b.
    const design = (id: string, x: Float64Array) => {
      const features = featuresOf(x, 'hybrid');
      const none = [0, 0, 0];
      return [...features.subarray(3), ...(id === 'a' ? x : none), ...(id === 'b' ? x : none)];
    };
    const matrix = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => (i === j ? 0.5 : 0)));
    const right = new Array<number>(9).fill(0);
    for (const { offer, context: x, reward: r } of rewards) {
      const row = design(offer, x);
      row.forEach((one, i) => {
        right[i]! += one * r;
        row.forEach((other, j) => (matrix[i]![j]! += one * other));
      });
    }
    const asked = Float64Array.of(1, 0.3, -2);
    for (const id of ['a', 'b', 'new']) {
      const row = design(id, asked);
      const bounds = [0, 1].map((alpha) => upperBound(models, id, { features: featuresOf(asked, 'hybrid'), alpha }));
      const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, one, i) => sum + one * b[i]!, 0);
      expect(bounds[0]).toBeCloseTo(inner(row, eliminated(matrix, right)), 9);
      // An offer without rewards knows nothing of its own weights: ridge⁻¹ |x|² more.
      const unknown = id === 'new' ? inner([...asked], [...asked]) / 0.5 : 0;
      const variance = inner(row, eliminated(matrix, row)) + unknown;
      expect(bounds[1]! - bounds[0]!).toBeCloseTo(Math.sqrt(variance), 9);
    }
  });

  test('of many facts it learns no products', () => {
    expect(featuresOf(new Float64Array(11), 'hybrid')).toHaveLength(11 + 55);
    expect(featuresOf(new Float64Array(12), 'hybrid')).toHaveLength(12);
  });

  test('what was learned of other features is begun anew', () => {
    const before = bandit.learn(bandit.begin(own, 'profit'), bent, { ...own, linear: 'disjoint' });
    expect(bandit.learn(before, bent, own).offers).toEqual(bandit.learn(bandit.begin(own, 'profit'), bent, own).offers);
  });

  test('stays finite where facts are large and alike', () => {
    const days = Array.from({ length: 200 }, (_, row) =>
      reward('ab'[row % 2]!, row % 3, 0, context(20_000 + (row % 2))),
    );
    const { offers } = bandit.learn(bandit.begin(own, 'profit'), days, own);
    const models = linearModels(offers, { width: 2, features: 3, ridge: 1 });
    for (const id of ['a', 'b']) {
      const bound = upperBound(models, id, { features: featuresOf(context(20_000), 'hybrid'), alpha: 1 });
      expect(Math.abs(bound - 1)).toBeLessThan(1);
    }
  });
});

/** Solves by Gauss's elimination. */
function eliminated(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  rows.forEach((pivot, i) => {
    rows.forEach((row, j) => {
      if (i === j) return;
      const times = row[i]! / pivot[i]!;
      pivot.forEach((value, k) => (row[k]! -= times * value));
    });
  });
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

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
