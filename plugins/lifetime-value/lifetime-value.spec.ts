import { type PurchaseHistories, seededRandom } from '#sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import plugin from './index.js';
import { type LearnedLifetime } from './learned.js';
import { gammaGammaLikelihood } from './models/gamma-gamma.js';
import { bgNbd, mbgNbd } from './models/beta-geometric.js';
import { paretoNbd } from './models/pareto-nbd.js';
import { type PurchaseModel } from './models/purchase-model.js';

const MODELS = { 'bg-nbd': bgNbd, 'mbg-nbd': mbgNbd, 'pareto-nbd': paretoNbd } as const;
const RUN = { seed: 1, signal: new AbortController().signal, progress: () => undefined, log: () => undefined } as never;

describe('published figures', () => {
  const ONE = { repeats: 2, recency: 30.43, age: 38.86 };

  test('BG/NBD: 1.226 purchases in 39 weeks of somebody with two in 38.86 (Fader, Hardie and Lee, 2005)', () => {
    const parameters = [0.243, 4.414, 0.793, 2.426];
    expect(bgNbd.alive(parameters, ONE) * bgNbd.whileAlive(parameters, ONE, 39)).toBeCloseTo(1.226, 3);
  });

  test('Pareto/NBD: many purchases neither overflow nor underflow', () => {
    const parameters = [0.55, 10.58, 0.61, 11.67];
    const of = (repeats: number) => {
      const history = { repeats, recency: 200, age: 200 };
      return paretoNbd.alive(parameters, history) * paretoNbd.whileAlive(parameters, history, 10);
    };
    expect(of(132)).toBeCloseTo(6.2060517889632418, 9);
    expect(of(133)).toBeCloseTo(6.2528722475748113, 9);
    expect(of(5000)).toBeGreaterThan(of(133));
  });

  test('Pareto/NBD: 25.46 purchases in 52 weeks of somebody with 26 in 31 (BTYD walkthrough)', () => {
    const parameters = [0.5533, 10.5776, 0.6062, 11.6679];
    const history = { repeats: 26, recency: 30.86, age: 31 };
    expect(paretoNbd.alive(parameters, history) * paretoNbd.whileAlive(parameters, history, 52)).toBeCloseTo(25.46, 1);
  });
});

describe('what is expected', () => {
  const between = (least: number, most: number) =>
    fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp);
  const parameters = fc
    .tuple(between(0.05, 1e4), between(1e-3, 20), between(1e-2, 1e7), between(1e-2, 1e7))
    .map(([r, rate, a, b]) => [r, r / rate, a, b]);
  const histories = fc.record({
    repeats: fc.integer({ min: 0, max: 200 }),
    age: fc.double({ min: 1, max: 400, noNaN: true }),
  });
  const times = fc.double({ min: 0.1, max: 200, noNaN: true });

  test.each([
    ['bg-nbd', bgNbd],
    ['mbg-nbd', mbgNbd],
  ])('%s: is never more than of people who stay, and grows with time, whatever the parameters', (_, model) => {
    fc.assert(
      fc.property(parameters, histories, times, (at, { repeats, age }, time) => {
        const history = { repeats, recency: age, age };
        const [soon, later] = [model.whileAlive(at, history, time / 2), model.whileAlive(at, history, time)];
        const most = ((at[0]! + repeats) / (at[1]! + age)) * time;
        expect(soon).toBeGreaterThanOrEqual(0);
        expect(later).toBeGreaterThanOrEqual(soon * (1 - 1e-6));
        expect(later).toBeLessThanOrEqual(most * (1 + 1e-6) + 1e-9);
      }),
      { numRuns: 400 },
    );
  });

  test('where all leave with the same probability, the rate falls by it with each purchase', () => {
    const p = 0.02;
    const at = [1.2, 8, p * 1e9, (1 - p) * 1e9];
    // E[1 − (1 + pt/(α+T))^−(r+x)]/p: each purchase of a rate λ ends everything with probability p.
    const expected = (1 - (1 + (p * 52) / (8 + 60)) ** -(1.2 + 5)) / p;
    expect(mbgNbd.whileAlive(at, { repeats: 5, recency: 55, age: 60 }, 52)).toBeCloseTo(expected, 5);
  });
});

describe('likelihoods', () => {
  const parameters = fc.array(fc.double({ min: 0.05, max: 20, noNaN: true }), { minLength: 4, maxLength: 4 });
  const history = fc
    .tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1, max: 200, noNaN: true }),
    )
    .map(([repeats, share, age]) => ({ repeats, recency: repeats === 0 ? 0 : share * age, age }));

  test.each(Object.entries(MODELS))('%s: gradients are the derivatives', (_, model) => {
    fc.assert(
      fc.property(parameters, history, (at, { repeats, recency, age }) => {
        const gradient = new Float64Array(4);
        model.likelihoodOf(at, repeats)(recency, age, gradient);
        for (let place = 0; place < 4; place++) {
          const step = 1e-5 * at[place]!;
          const moved = (sign: number) =>
            model.likelihoodOf(
              at.map((each, i) => each + (i === place ? sign * step : 0)),
              repeats,
            )(recency, age, new Float64Array(4));
          const slope = (moved(1) - moved(-1)) / (2 * step);
          expect(Math.abs(slope - gradient[place]!)).toBeLessThan(1e-3 * Math.max(1, Math.abs(slope)));
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.entries(MODELS))('%s: of somebody new, purchases add up as they come', (_, model: PurchaseModel) => {
    // Whoever is observed for no time is as good as new.
    fc.assert(
      fc.property(parameters, fc.double({ min: 0.1, max: 500, noNaN: true }), (at, time) => {
        const fresh = { repeats: 0, recency: 0, age: 1e-9 };
        const now = model.alive(at, fresh) * model.whileAlive(at, fresh, time);
        expect(Math.abs(now / model.ofNew(at, time) - 1)).toBeLessThan(1e-6);
        expect(model.ofNew(at, 2 * time)).toBeGreaterThanOrEqual(model.ofNew(at, time) * (1 - 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  test('Gamma-Gamma: gradients are the derivatives', () => {
    const gradient = new Float64Array(3);
    const at = [6.25, 3.74, 15.4];
    gammaGammaLikelihood(at, 3)(22.35, gradient);
    at.forEach((each, place) => {
      const moved = (step: number) =>
        gammaGammaLikelihood(
          at.map((other, i) => other + (i === place ? step : 0)),
          3,
        )(22.35, new Float64Array(3));
      expect((moved(1e-5 * each) - moved(-1e-5 * each)) / (2e-5 * each)).toBeCloseTo(gradient[place]!, 5);
    });
  });
});

test.each(['bg-nbd', 'mbg-nbd'] as const)('%s finds the parameters that made the purchases', (model) => {
  const options = plugin.options.parse({ model });
  const learned = learn(boughtBy(4000, model), options);
  const { parameters, notes } = plugin.describe(learned, options);
  const truth = { r: 0.8, alpha: 6, a: 0.9, b: 2.5, p: 6, q: 4, v: 60 };
  for (const { name, estimate, standardError } of parameters) {
    expect(Math.abs(estimate - truth[name as keyof typeof truth]), name).toBeLessThan(4 * standardError);
  }
  expect(notes).toEqual([]);
});

test('a covariate tells apart who buys more often', () => {
  const options = plugin.options.parse({ model: 'bg-nbd' });
  const histories = boughtBy(3000, 'bg-nbd', 0.7);
  const { parameters } = plugin.describe(learn(histories, options), options);
  const { estimate, standardError } = parameters.find(({ name }) => name === 'alpha: from-an-ad')!;
  expect(Math.abs(estimate - 0.7)).toBeLessThan(4 * standardError);
  expect(estimate / standardError).toBeGreaterThan(3);
});

test('the sum has an error that holds the parameters and the purchases', () => {
  const options = plugin.options.parse({});
  const histories = boughtBy(2000, 'mbg-nbd');
  const { purchases, value } = plugin.base(learn(histories, options), histories, 180, options);
  expect(purchases.standardError).toBeGreaterThan(Math.sqrt(purchases.estimate));
  expect(purchases.standardError).toBeLessThan(purchases.estimate / 4);
  expect(value.standardError).toBeGreaterThan(0);
});

test('who bought once is alive for certain by BG/NBD, and is expected to buy least all the same', () => {
  const options = plugin.options.parse({ model: 'bg-nbd' });
  const { alive, purchases } = plugin.forecast(
    learn(boughtBy(1000, 'bg-nbd'), options),
    {
      ...nobodyElse(2),
      repeats: Float64Array.of(0, 6),
      recency: Float64Array.of(0, 300),
      age: Float64Array.of(310, 310),
    },
    90,
    options,
  );
  expect(alive[0]).toBe(1);
  expect(purchases[0]).toBeLessThan(purchases[1]!);
});

test('nobody who came back is refused, and no money is no reason to fail', () => {
  const options = plugin.options.parse({});
  expect(() => learn(nobodyElse(50), options)).toThrow('Nobody bought on a second day');
  const histories = boughtBy(500, 'mbg-nbd');
  const free = { ...histories, value: histories.value.map(() => Number.NaN) };
  const learned = learn(free, options);
  expect(plugin.describe(learned, options).notes.join()).toContain('Too few people');
  expect(plugin.forecast(learned, free, 30, options).value[0]).toBeNaN();
});

function learn(histories: PurchaseHistories, options: ReturnType<typeof plugin.options.parse>) {
  return plugin.load(plugin.save(plugin.train(histories, options, RUN) as never), options) as LearnedLifetime;
}

function nobodyElse(customers: number): PurchaseHistories {
  const column = () => new Float64Array(customers);
  return {
    repeats: column(),
    recency: column(),
    age: column().fill(100),
    value: column().fill(Number.NaN),
    covariates: [],
  };
}

/** Customers as the model has them: r .8, α 6 weeks, a .9, b 2.5; purchases of Gamma(6, ν), ν of Gamma(4, 60). */
function boughtBy(customers: number, model: 'bg-nbd' | 'mbg-nbd', effect = 0): PurchaseHistories {
  const random = seededRandom(7);
  const histories = nobodyElse(customers);
  const fromAd = new Float64Array(customers);
  for (let row = 0; row < customers; row++) {
    fromAd[row] = row % 2;
    const age = 20 + 60 * random.uniform();
    const rate = gamma(random, 0.8) / (6 * Math.exp(-effect * fromAd[row]!));
    const [x, y] = [gamma(random, 0.9), gamma(random, 2.5)];
    const leaves = x / (x + y);
    let [day, repeats, recency] = [0, 0, 0];
    if (model === 'bg-nbd' || random.uniform() >= leaves) {
      for (;;) {
        day += -Math.log(1 - random.uniform()) / rate;
        if (day > age) break;
        repeats++;
        recency = day;
        if (random.uniform() < leaves) break;
      }
    }
    histories.repeats[row] = repeats;
    histories.recency[row] = 7 * recency;
    histories.age[row] = 7 * age;
    if (repeats > 0) histories.value[row] = gamma(random, 6 * repeats) / (gamma(random, 4) / 60) / repeats;
  }
  return effect === 0 ? histories : { ...histories, covariates: [{ name: 'from-an-ad', values: fromAd }] };
}

/** Marsaglia and Tsang, 2000. */
function gamma(random: ReturnType<typeof seededRandom>, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
