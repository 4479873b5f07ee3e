import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aucDifference,
  aucInterval,
  bestProfit,
  brierScore,
  calibrationTable,
  coverageAt,
  coverageCurve,
  expectedCalibrationError,
  isotonicRegression,
  logLoss,
  meanAbsoluteError,
  perfectCalibrationError,
  precisionRecallCurve,
  profitCurve,
  rocAuc,
  rootMeanSquaredError,
  smoothedPrecisionRecallCurve,
  suggestThresholds,
} from './prediction/index.js';
import { binIndexes, binsOf, distributionOf } from './distribution.js';
import { bootstrapEstimate, bootstrapSums } from './bootstrap.js';
import { compareUplift, qiniCurve, rankForUplift, upliftByBin, upliftMetrics } from './uplift/index.js';
import {
  groupFairness,
  populationStabilityIndex,
  separability,
  standardisedDifferences,
  treatmentBalance,
} from './populations/index.js';
import { meanOutcome } from './mean-outcome.js';
import { policyDifference, policyOutcome, policyValue } from './policies/index.js';
import { quantiles } from './quantile.js';

/** Rows of few different scores, and the same rows in another order. */
const shuffled = fc
  .array(
    fc.record({
      score: fc.constantFrom(0.1, 0.2, 0.35, 0.7),
      other: fc.constantFrom(0.3, 0.6),
      label: fc.nat(1),
      treated: fc.nat(1),
      value: fc.constantFrom(-1.1, 0, 0.1, 0.2, 0.3, 7.7),
      weight: fc.constantFrom(1, 1.3, 2.7),
      person: fc.nat(9),
    }),
    { minLength: 40, maxLength: 120 },
  )
  .chain((rows) =>
    fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
  );

type Row = typeof shuffled extends fc.Arbitrary<[infer Rows, unknown]> ? (Rows extends (infer R)[] ? R : never) : never;

function expectSame(figures: (rows: readonly Row[]) => unknown): void {
  fc.assert(
    fc.property(shuffled, ([rows, again]) => {
      expect(near(figures(rows), figures(again))).toBe(true);
    }),
    { numRuns: 60 },
  );
}

/** Equal, numbers to 1e-12. */
function near(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a));
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => near((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

const pick = (rows: readonly Row[], name: keyof Row) => rows.map((row) => row[name]);
const seeded = () => {
  let state = 5;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
};

describe('no figure depends on the order of rows:', () => {
  test('ranking', () => {
    expectSame((rows) => {
      const [scores, other, labels] = [pick(rows, 'score'), pick(rows, 'other'), pick(rows, 'label')];
      const curve = precisionRecallCurve(scores, labels);
      return [
        rocAuc(scores, labels),
        aucInterval(scores, labels),
        aucDifference(scores, other, labels),
        curve,
        smoothedPrecisionRecallCurve(scores, labels),
        coverageCurve(scores, labels),
        coverageAt(curve, 0.2),
        suggestThresholds(scores, labels),
      ];
    });
  });

  test('calibration and errors', () => {
    expectSame((rows) => {
      const [scores, labels, values] = [pick(rows, 'score'), pick(rows, 'label'), pick(rows, 'value')];
      const table = calibrationTable(scores, labels);
      return [
        table,
        expectedCalibrationError(table),
        perfectCalibrationError(scores, seeded()),
        calibrationTable(scores, values, 3),
        isotonicRegression(scores, values, pick(rows, 'weight')),
        logLoss(scores, labels),
        brierScore(scores, labels),
        rootMeanSquaredError(scores, values),
        meanAbsoluteError(scores, values),
        quantiles(values, [0.1, 0.5, 0.9]),
      ];
    });
  });

  test('profit', () => {
    expectSame((rows) => {
      const [scores, values] = [pick(rows, 'score'), pick(rows, 'value')];
      const curves = [profitCurve(scores, values, 'from', 3), profitCurve(scores, values, 'below', 100)];
      return [curves, curves.map(bestProfit)];
    });
  });

  test('uplift, of successes and of values, weighted and not', () => {
    expectSame((rows) => {
      const scores = [pick(rows, 'score'), pick(rows, 'other')];
      const treated = pick(rows, 'treated');
      const samples = [
        { labels: pick(rows, 'label'), treated },
        { labels: pick(rows, 'value'), treated, weights: pick(rows, 'weight') },
      ];
      return samples.map((sample) => [
        upliftMetrics(rankForUplift(scores[0]!, sample), 0.3),
        qiniCurve(scores[0]!, sample, 4),
        upliftByBin(scores[0]!, sample, 3),
        compareUplift(scores, sample, { uniform: seeded(), replicates: 20 }),
        meanOutcome(sample, Uint32Array.from(rows.keys()), false),
      ]);
    });
  });

  test('policies', () => {
    expectSame((rows) => {
      const sample = { labels: pick(rows, 'value'), arms: pick(rows, 'treated') };
      const [none, all] = [rows.map(() => 0), rows.map(() => 1)];
      const log = { reward: pick(rows, 'value'), propensity: rows.map(() => 0.5), agreement: pick(rows, 'treated') };
      return [
        policyOutcome(all, sample),
        policyDifference(all, none, sample),
        policyValue({ ...log, agreement: all }, { uniform: seeded(), replicates: 20 }),
      ];
    });
  });

  test('bootstraps, of rows and of people', () => {
    expectSame((rows) => {
      const columns = [pick(rows, 'value'), pick(rows, 'weight')];
      const mean = ([value = 0, weight = 0]: Float64Array) => value / weight;
      return [{}, { clusters: pick(rows, 'person') }].map((by) => {
        const sums = bootstrapSums({ columns, ...by, uniform: seeded(), replicates: 40 });
        return [sums, bootstrapEstimate(sums, mean)];
      });
    });
  });

  test('populations', () => {
    expectSame((rows) => {
      const column = { type: 'number', values: Float64Array.from(pick(rows, 'value')) } as const;
      const [bins, treated] = [binsOf(column, 4), pick(rows, 'treated')];
      const indexes = binIndexes(bins, column);
      const [live, before] = [1, 0].map((arm) => indexes.filter((_, row) => treated[row] === arm)) as [
        Uint8Array,
        Uint8Array,
      ];
      const { propensity, ...balance } = treatmentBalance([{ name: 'value', ...column }], treated);
      return [
        distributionOf(bins, column),
        populationStabilityIndex(distributionOf(bins, column), distributionOf(bins, column)),
        separability([before], [live]),
        standardisedDifferences([{ name: 'value', ...column }], treated, pick(rows, 'weight')),
        balance,
        propensity.toSorted(),
      ];
    });
  });

  test('fairness, whichever group comes first', () => {
    const groups = ['b', 'a', 'c'].map((group) => ({ group, people: 100, selected: 40 }));
    expect(groupFairness(groups).find(({ group }) => group === 'a')?.fourFifths).toBe('reference');
    expect(groupFairness(groups.toReversed()).find(({ group }) => group === 'a')?.fourFifths).toBe('reference');
  });
});

test('rows of one score sorted by outcome are as well calibrated as in any order', () => {
  const probabilities = Float64Array.from({ length: 3000 }, () => 0.3);
  const labels = Float64Array.from(probabilities, (_, row) => Number(row < 900));
  expect(calibrationTable(probabilities, labels)).toHaveLength(1);
  expect(expectedCalibrationError(calibrationTable(probabilities, labels))).toBeCloseTo(0, 12);
});

test('tenths of people by uplift never divide people of one score', () => {
  const treated = Array.from({ length: 1000 }, (_, row) => row % 2);
  const labels = Array.from({ length: 1000 }, (_, row) => Number(row < 500));
  const bins = upliftByBin(
    labels.map(() => 0.1),
    { labels, treated },
  );
  expect(bins).toHaveLength(1);
  expect(bins[0]?.uplift.value).toBeCloseTo(0, 12);
});
