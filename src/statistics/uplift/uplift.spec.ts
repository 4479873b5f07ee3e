import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareUplift } from './uplift-bootstrap.js';
import { policyDifference, policyOutcome } from '../policies/index.js';
import { qiniCurve, upliftByBin } from './uplift-curve.js';
import { rankForUplift, upliftMetrics, type UpliftSample } from './uplift-ranking.js';

/** Numbers by a linear congruential generator (Numerical Recipes): this folder imports nothing of ours. */
function seededRandom(seed: number) {
  let state = seed >>> 0;
  function uniform(): number {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  }
  return { uniform, integer: (below: number) => Math.floor(uniform() * below) };
}

/** A random test in which the treatment works on the first half of people only. */
function people(rows: number, seed = 1) {
  const random = seededRandom(seed);
  const moved = Uint8Array.from({ length: rows }, (_, row) => Number(row < rows / 2));
  const treated = Uint8Array.from({ length: rows }, () => random.integer(2));
  const labels = Uint8Array.from(moved, (works, row) => Number(random.uniform() < 0.1 + 0.3 * works * treated[row]!));
  return { moved, sample: { treated, labels }, random };
}

const qini = (scores: ArrayLike<number>, sample: UpliftSample) =>
  upliftMetrics(rankForUplift(scores, sample), 0.3).qini;

const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 1), fc.constantFrom(0, 1)), {
    minLength: 4,
    maxLength: 60,
  })
  .map((rows) => ({
    scores: rows.map(([score]) => score),
    sample: { labels: rows.map(([, label]) => label), treated: rows.map(([, , arm]) => arm) },
  }));
/** With successes and failures in both arms. */
const tests = samples.filter(({ sample: { labels, treated } }) =>
  [0, 1].every((arm) => [0, 1].every((label) => labels.some((own, row) => own === label && treated[row] === arm))),
);

/** Qini as scikit-uplift defines it, written down plainly: curve points at each distinct score, areas by trapezia. */
function plainQini(scores: readonly number[], { labels, treated }: { labels: number[]; treated: number[] }): number {
  const curve = (ranking: readonly number[]): [number, number][] => {
    const cuts = [...new Set(ranking)].sort((a, b) => b - a);
    const points = cuts.map((cut): [number, number] => {
      const top = [...labels.keys()].filter((row) => ranking[row]! >= cut);
      const count = (rows: number[], success: boolean) => rows.filter((row) => !success || labels[row] === 1).length;
      const [t, c] = [1, 0].map((arm) => top.filter((row) => treated[row] === arm)) as [number[], number[]];
      return [top.length, count(t, true) - (c.length > 0 ? (count(c, true) * t.length) / c.length : 0)];
    });
    return [[0, 0], ...points];
  };
  const area = (points: [number, number][]) =>
    points.slice(1).reduce((sum, [x, y], i) => sum + ((x - points[i]![0]) * (y + points[i]![1])) / 2, 0);
  const perfect = curve(labels.map((label, row) => label * (treated[row] === 1 ? 1 : -1)));
  const chance = area([[0, 0], perfect.at(-1)!]);
  return (area(curve(scores)) - chance) / (area(perfect) - chance);
}

describe('the Qini coefficient', () => {
  test('is the one of its definition, ties included', () => {
    fc.assert(
      fc.property(tests, ({ scores, sample }) => {
        expect(qini(scores, sample)).toBeCloseTo(plainQini(scores, sample), 9);
      }),
    );
  });

  test('of the perfect ranking is 1, and no ranking by people alone is better', () => {
    const { moved, sample } = people(4000);
    const perfect = sample.labels.map((label, row) => 1 + label * (sample.treated[row] === 1 ? 1 : -1));
    expect(qini(perfect, sample)).toBeCloseTo(1, 12);
    expect(qini(moved, sample)).toBeGreaterThan(0.1);
    expect(qini(moved, sample)).toBeLessThan(1);
  });

  test('of one score for everybody is 0', () => {
    fc.assert(
      fc.property(tests, ({ sample }) => {
        expect(
          Math.abs(
            qini(
              sample.labels.map(() => 7),
              sample,
            ),
          ),
        ).toBeLessThan(1e-9);
      }),
    );
  });

  test('of a ranking by chance is about 0', () => {
    const { sample, random } = people(20_000);
    const drawn = Array.from({ length: 20 }, () =>
      qini(
        Float64Array.from(sample.labels, () => random.uniform()),
        sample,
      ),
    );
    expect(Math.abs(drawn.reduce((sum, one) => sum + one, 0) / drawn.length)).toBeLessThan(0.02);
  });

  test('AUUC and the uplift at the top do not change when scores are transformed by a rising function', () => {
    fc.assert(
      fc.property(tests, ({ scores, sample }) => {
        const risen = scores.map((score) => Math.exp(score) - 3);
        expect(upliftMetrics(rankForUplift(risen, sample), 0.4)).toEqual(
          upliftMetrics(rankForUplift(scores, sample), 0.4),
        );
      }),
    );
  });

  test('does not depend on the order of the rows, since ties count together', () => {
    fc.assert(
      fc.property(tests, ({ scores, sample: { labels, treated } }) => {
        const turned = { labels: labels.toReversed(), treated: treated.toReversed() };
        const [one, other] = [
          upliftMetrics(rankForUplift(scores, { labels, treated }), 0.3),
          upliftMetrics(rankForUplift(scores.toReversed(), turned), 0.3),
        ];
        expect(other.qini).toBeCloseTo(one.qini, 9);
        expect(other.auuc).toBeCloseTo(one.auuc, 9);
      }),
    );
  });

  test('with counts is that of rows repeated as often', () => {
    fc.assert(
      fc.property(
        tests,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 60, maxLength: 60 }),
        ({ scores, sample }, drawn) => {
          const counts = drawn.slice(0, scores.length);
          const repeat = (values: readonly number[]) =>
            values.flatMap((value, row) => Array<number>(counts[row]!).fill(value));
          const weighted = upliftMetrics(rankForUplift(scores, sample), 0.3, counts);
          const repeated = { labels: repeat(sample.labels), treated: repeat(sample.treated) };
          const plain = upliftMetrics(rankForUplift(repeat(scores), repeated), 0.3);
          expect(weighted.qini).toBeCloseTo(plain.qini, 9);
          expect(weighted.auuc).toBeCloseTo(plain.auuc, 9);
        },
      ),
    );
  });
});

test('AUUC of one score for everybody is half the mean effect; the top of all is everybody', () => {
  const { sample } = people(10_000);
  const rate = (arm: number) => {
    const rows = [...sample.labels.keys()].filter((row) => sample.treated[row] === arm);
    return rows.reduce((sum, row) => sum + sample.labels[row]!, 0) / rows.length;
  };
  const alike = upliftMetrics(rankForUplift(new Float64Array(10_000), sample), 0.3);
  expect(alike.auuc).toBeCloseTo((rate(1) - rate(0)) / 2, 9);
  expect(alike.upliftAt).toBeCloseTo(rate(1) - rate(0), 9);
});

test('the Qini curve rises to what treating everybody brings', () => {
  const { moved, sample } = people(10_000);
  const curve = qiniCurve(moved, sample);
  expect(curve[0]).toEqual({ share: 0, gain: 0 });
  expect(curve.at(-1)?.share).toBe(1);
  expect(
    qiniCurve(
      sample.labels.map(() => 0),
      sample,
    ).at(-1)?.gain,
  ).toBeCloseTo(curve.at(-1)!.gain, 9);
});

test('bins show where the treatment works', () => {
  const { moved, sample } = people(20_000);
  const bins = upliftByBin(moved, sample, 2);
  expect(bins.map(({ predicted }) => predicted)).toEqual([1, 0]);
  expect(bins[0]!.uplift.lower).toBeGreaterThan(0.25);
  expect(bins[1]!.uplift.lower).toBeLessThan(0);
  expect(bins.reduce((sum, { treated, controls }) => sum + treated + controls, 0)).toBe(20_000);
});

describe('the bootstrap', () => {
  const { moved, sample } = people(4000);
  const run = (seed: number) => {
    const random = seededRandom(seed);
    return compareUplift([moved, new Float64Array(4000)], sample, { uniform: () => random.uniform(), replicates: 200 });
  };

  test('gives intervals around the figures, and paired differences to the first', () => {
    const [model, chance] = run(1);
    expect(model!.metrics.qini.lower).toBeLessThan(model!.metrics.qini.value);
    expect(model!.metrics.qini.upper).toBeGreaterThan(model!.metrics.qini.value);
    expect(chance!.metrics.qini).toMatchObject({ value: expect.closeTo(0, 9) as number });
    expect(chance!.firstAhead.qini.lower).toBeGreaterThan(0);
    expect(model!.firstAhead.qini).toMatchObject({ value: 0, lower: 0, upper: 0 });
  });

  test('is the same by the same seed', () => {
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });
});

describe('what a choice among several treatments brings', () => {
  const random = seededRandom(5);
  const arms = Uint8Array.from({ length: 30_000 }, () => random.integer(3));
  const kind = Uint8Array.from(arms, () => 1 + random.integer(2));
  const labels = Uint8Array.from(arms, (arm, row) => Number(random.uniform() < (arm === kind[row] ? 0.3 : 0.1)));

  test('is the success rate of the arm, if all get the same', () => {
    const ofArm = labels.filter((_, row) => arms[row] === 1);
    const rate = ofArm.reduce((sum, label) => sum + label, 0) / ofArm.length;
    expect(policyOutcome(new Uint8Array(30_000).fill(1), { labels, arms }).value).toBeCloseTo(rate, 9);
  });

  test('is found for a choice that nobody made', () => {
    const { lower, upper } = policyOutcome(kind, { labels, arms });
    expect(lower).toBeLessThan(0.3);
    expect(upper).toBeGreaterThan(0.3);
    expect(policyDifference(kind, new Uint8Array(30_000).fill(1), { labels, arms }).lower).toBeGreaterThan(0.05);
  });

  test('differs by nothing from itself', () => {
    expect(policyDifference(kind, kind, { labels, arms })).toMatchObject({ value: 0, lower: 0, upper: 0 });
  });
});
