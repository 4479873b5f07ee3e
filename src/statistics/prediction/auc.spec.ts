import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aucDifference, aucInterval } from './auc-interval.js';
import { rocAuc } from './roc-auc.js';

/** Scores with many ties and labels of both classes. */
const sample = fc
  .array(
    fc.record({ score: fc.integer({ min: 0, max: 8 }), other: fc.integer({ min: 0, max: 8 }), label: fc.nat(1) }),
    {
      minLength: 4,
      maxLength: 60,
    },
  )
  .map((rows) => ({
    scores: rows.map((row) => row.score / 8),
    others: rows.map((row) => row.other / 8),
    labels: rows.map((row) => row.label),
  }))
  .filter(({ labels }) => count(labels, 1) >= 2 && count(labels, 0) >= 2);

describe('the area under the ROC curve', () => {
  it('is 1 for a perfect order, 0 for its reverse, ½ where nothing is told apart', () => {
    expect(rocAuc([0.1, 0.4, 0.6, 0.9], [0, 0, 1, 1])).toBe(1);
    expect(rocAuc([0.1, 0.4, 0.6, 0.9], [1, 1, 0, 0])).toBe(0);
    expect(rocAuc([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0])).toBe(0.5);
  });

  it('agrees with the textbook example of scikit-learn', () => {
    expect(rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
  });

  it('is not a number without both classes', () => {
    expect(rocAuc([0.2, 0.3], [1, 1])).toBeNaN();
    expect(rocAuc([], [])).toBeNaN();
  });

  it('is the share of pairs in the right order, ties counting half', () => {
    fc.assert(
      fc.property(sample, ({ scores, labels }) => {
        expect(rocAuc(scores, labels)).toBeCloseTo(bruteForce(scores, labels).auc, 12);
      }),
    );
  });

  it('does not change when scores are transformed by an increasing function', () => {
    fc.assert(
      fc.property(sample, ({ scores, labels }) => {
        expect(rocAuc(scores.map(Math.exp), labels)).toBe(rocAuc(scores, labels));
      }),
    );
  });
});

describe("DeLong's interval", () => {
  it('equals the quadratic definition of 1988', () => {
    fc.assert(
      fc.property(sample, ({ scores, labels }) => {
        const { auc, positives, negatives } = bruteForce(scores, labels);
        const interval = aucInterval(scores, labels);
        const reach = 1.959963984540054 * Math.sqrt(meanVariance(positives) + meanVariance(negatives));
        expect(interval.value).toBeCloseTo(auc, 12);
        expect(interval.lower).toBeCloseTo(Math.max(0, auc - reach), 10);
        expect(interval.upper).toBeCloseTo(Math.min(1, auc + reach), 10);
      }),
    );
  });

  it('compares two models on the same rows', () => {
    fc.assert(
      fc.property(sample, ({ scores, others, labels }) => {
        const [a, b] = [bruteForce(scores, labels), bruteForce(others, labels)];
        const positives = a.positives.map((value, i) => value - b.positives[i]!);
        const negatives = a.negatives.map((value, i) => value - b.negatives[i]!);
        const reach = 1.959963984540054 * Math.sqrt(meanVariance(positives) + meanVariance(negatives));
        const difference = aucDifference(scores, others, labels);
        expect(difference.value).toBeCloseTo(a.auc - b.auc, 12);
        expect(difference.upper - difference.value).toBeCloseTo(reach, 10);
      }),
    );
  });

  it('finds no difference between a model and itself', () => {
    const scores = [0.1, 0.4, 0.35, 0.8, 0.6];
    expect(aucDifference(scores, scores, [0, 0, 1, 1, 0])).toMatchObject({ value: 0, lower: 0, upper: 0 });
  });
});

function bruteForce(scores: readonly number[], labels: readonly number[]) {
  const of = (label: number) => scores.filter((_, i) => labels[i] === label);
  const [up, down] = [of(1), of(0)];
  const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
  const positives = up.map((a) => mean(down.map((b) => wins(a, b))));
  const negatives = down.map((b) => mean(up.map((a) => wins(a, b))));
  return { auc: mean(positives), positives, negatives };
}

function meanVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function count(labels: readonly number[], label: number): number {
  return labels.filter((value) => value === label).length;
}

describe('the interval of several rows a person', () => {
  let state = 4;
  const uniform = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  const labels = Array.from({ length: 200 }, () => Number(uniform() < 0.4));
  const scores = labels.map((label) => label + 2 * uniform());
  const others = labels.map((label) => label + 3 * uniform());
  const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower;
  const often = <T>(values: readonly T[]) => values.flatMap((value) => Array.from({ length: 16 }, () => value));
  const people = often(labels.map((_, row) => row));

  it('is that of the people: rows that repeat add nothing', () => {
    const single = aucInterval(scores, labels);
    const repeated = aucInterval(often(scores), often(labels), people);
    expect(repeated.value).toBeCloseTo(single.value, 10);
    expect(width(repeated) / width(single)).toBeCloseTo(1, 1);
    expect(width(aucInterval(often(scores), often(labels))) / width(single)).toBeLessThan(0.3);
  });

  it('is the same for differences', () => {
    const single = aucDifference(scores, others, labels);
    const repeated = aucDifference(often(scores), often(others), often(labels), people);
    expect(width(repeated) / width(single)).toBeCloseTo(1, 1);
  });

  it('is the usual one where every person has one row', () => {
    const alone = aucInterval(scores, labels, Uint32Array.from(labels.keys()));
    expect(width(alone) / width(aucInterval(scores, labels))).toBeCloseTo(1, 2);
  });
});
