import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestProfit, profitCurve } from './profit-curve.js';
import { coverageCurve, precisionRecallCurve, smoothedPrecisionRecallCurve } from './selection-curve.js';
import { suggestThresholds } from './thresholds.js';

const sample = fc
  .array(fc.record({ score: fc.integer({ min: 0, max: 30 }), label: fc.nat(1) }), { minLength: 1, maxLength: 400 })
  .map((rows) => ({ scores: rows.map((row) => row.score), labels: rows.map((row) => row.label) }))
  .filter(({ labels }) => labels.includes(1));

/** A weak model of a rare event: the raw curve begins with noise. */
function weakModel(rows = 5000) {
  const uniform = seeded(3);
  const scores = Array.from({ length: rows }, () => 0.2 * uniform() * uniform() + 0.03);
  const labels = scores.map((score) => Number(uniform() < score));
  return { scores, labels };
}

describe('the precision-recall curve', () => {
  it('selects from the highest score down, ties together', () => {
    const curve = precisionRecallCurve([0.9, 0.5, 0.5, 0.1], [1, 0, 1, 0]);
    expect(curve.map(({ threshold, selected, precision, recall }) => [threshold, selected, precision, recall])).toEqual(
      [
        [0.9, 1, 1, 0.5],
        [0.5, 3, 2 / 3, 1],
        [0.1, 4, 0.5, 1],
      ],
    );
  });

  it('is empty where nothing is positive', () => {
    expect(precisionRecallCurve([0.1, 0.2], [0, 0])).toEqual([]);
    expect(suggestThresholds([0.1, 0.2], [0, 0])).toEqual([]);
  });

  it('smoothed, never rises in precision, ends where the raw one ends, and is part of it', () => {
    fc.assert(
      fc.property(sample, ({ scores, labels }) => {
        const raw = precisionRecallCurve(scores, labels);
        const smoothed = smoothedPrecisionRecallCurve(scores, labels);
        expect(smoothed.at(-1)).toEqual(raw.at(-1));
        smoothed.slice(1).forEach((point, i) => {
          expect(point.precision).toBeLessThanOrEqual(smoothed[i]!.precision);
          expect(point.recall).toBeGreaterThanOrEqual(smoothed[i]!.recall);
        });
        for (const point of smoothed) {
          expect(raw.find(({ selected }) => selected === point.selected)?.recall).toBeCloseTo(point.recall, 12);
        }
      }),
    );
  });
});

describe('the coverage curve', () => {
  it('says which share of the positives the top share of rows covers', () => {
    const scores = Array.from({ length: 10 }, (_, i) => 10 - i);
    const curve = coverageCurve(scores, [1, 1, 1, 0, 1, 0, 0, 0, 0, 0], 5);
    expect(curve.map(({ share, recall }) => [share, recall])).toEqual([
      [0.2, 0.5],
      [0.4, 0.75],
      [0.6, 1],
      [0.8, 1],
      [1, 1],
    ]);
  });

  it('ends with everybody and never falls', () => {
    fc.assert(
      fc.property(sample, ({ scores, labels }) => {
        const curve = coverageCurve(scores, labels);
        expect(curve.at(-1)).toMatchObject({ share: 1, recall: 1 });
        expect(curve.length).toBeLessThanOrEqual(20);
        curve.slice(1).forEach((point, i) => {
          expect(point.recall).toBeGreaterThanOrEqual(curve[i]!.recall);
        });
      }),
    );
  });
});

describe('suggested thresholds', () => {
  it('have a knee that does not degenerate on a weak model', () => {
    const { scores, labels } = weakModel();
    const knee = suggestThresholds(scores, labels).find(({ rule }) => rule === 'knee');
    expect(knee?.recall).toBeGreaterThan(0.05);
    expect(knee?.recall).toBeLessThan(0.95);
  });

  it('reach the greatest F1 and the coverage asked for', () => {
    const { scores, labels } = weakModel(1000);
    const suggested = suggestThresholds(scores, labels, 0.6);
    const raw = precisionRecallCurve(scores, labels);
    const f1 = raw.map(({ precision, recall }) =>
      precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    );
    expect(suggested.find(({ rule }) => rule === 'max-f1')?.f1).toBe(Math.max(...f1));
    const coverage = suggested.find(({ rule }) => rule === 'coverage');
    expect(coverage?.recall).toBeGreaterThanOrEqual(0.6);
    expect(raw.filter(({ selected }) => selected < coverage!.selected).every(({ recall }) => recall < 0.6)).toBe(true);
  });
});

describe('the profit curve', () => {
  it('finds whom to contact by a response model', () => {
    const curve = profitCurve([0.9, 0.8, 0.2, 0.1], [5, 3, -1, -4], 'from');
    expect(bestProfit(curve)).toEqual({ threshold: 0.8, contacted: 2, share: 0.5, profit: 8 });
  });

  it('finds whom to leave out by a natural model', () => {
    const curve = profitCurve([0.9, 0.8, 0.2, 0.1], [-5, -3, 1, 4], 'below');
    expect(bestProfit(curve)).toEqual({ threshold: 0.8, contacted: 2, share: 0.5, profit: 5 });
  });

  it('contacts nobody where everybody costs, and everybody where all pay', () => {
    expect(bestProfit(profitCurve([1, 2], [-1, -1], 'from'))).toMatchObject({ contacted: 0, threshold: Infinity });
    expect(bestProfit(profitCurve([1, 2], [1, 1], 'below'))).toMatchObject({ contacted: 2, threshold: Infinity });
    expect(bestProfit([])).toBeUndefined();
  });

  it('keeps tied rows together', () => {
    const curve = profitCurve([1, 1, 1, 0], [1, 1, -5, 1], 'from');
    expect(curve.map(({ contacted }) => contacted)).toEqual([0, 3, 4]);
  });
});

/** Numbers on [0, 1) from a linear congruential generator (Numerical Recipes): this folder imports nothing of ours. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
