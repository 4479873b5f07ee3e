import { describe, expect, test } from 'vitest';
import { type KnownBefore, largestSure, standardisedDifferences, treatmentBalance } from './treatment-balance.js';

/** Numbers by a linear congruential generator (Numerical Recipes): this folder imports nothing of ours. */
function seeded(seed: number): () => number {
  let state = seed * 7_919 + 1;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** People of known age and city, treated with a probability that may depend on both. */
function people(rows: number, seed: number, chance: (age: number, city: number) => number) {
  const uniform = seeded(seed);
  const ages = Float64Array.from({ length: rows }, () => Math.floor(20 + 60 * uniform()));
  const codes = Int32Array.from({ length: rows }, () => Math.floor(3 * uniform()));
  const treated = Uint8Array.from(ages, (age, row) => Number(uniform() < chance(age, codes[row]!)));
  const columns: KnownBefore[] = [
    { name: 'age', type: 'number', values: ages },
    { name: 'city', type: 'category', codes, categories: ['Rome', 'Oslo', 'Bern'] },
  ];
  return { columns, treated };
}

describe('treated and controls', () => {
  test('are alike where chance drew them, nearly always', () => {
    const balances = Array.from({ length: 12 }, (_, seed) => {
      const { columns, treated } = people(2000, seed, () => 0.3);
      return treatmentBalance(columns, treated);
    });
    expect(balances.filter(({ differs }) => differs).length).toBeLessThanOrEqual(1);
    const mean = balances.reduce((sum, { classifier }) => sum + classifier.value, 0) / balances.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
  });

  test('differ where a number chose them, and it is named', () => {
    const { columns, treated } = people(2000, 1, (age) => age / 100);
    const { differs, classifier, differences } = treatmentBalance(columns, treated);
    expect(differs).toBe(true);
    expect(classifier.lower).toBeGreaterThan(0.6);
    expect(largestSure(differences)?.name).toBe('age');
  });

  test('differ where a category chose them, and its value is named', () => {
    const { columns, treated } = people(2000, 2, (_, city) => (city === 1 ? 0.8 : 0.4));
    expect(largestSure(treatmentBalance(columns, treated).differences)?.name).toBe('city = Oslo');
  });

  test('differ where only two things together chose them: single means are alike', () => {
    const { columns, treated } = people(6000, 3, (age, city) => (age >= 50 === (city === 0) ? 0.8 : 0.2));
    const { differs, classifier } = treatmentBalance(columns, treated);
    expect(classifier.lower).toBeGreaterThan(0.65);
    expect(differs).toBe(true);
  });

  test('become alike when each counts 1 ÷ P(what it got)', () => {
    const { columns, treated } = people(6000, 4, (age) => 0.2 + 0.006 * age);
    const { propensity } = treatmentBalance(columns, treated);
    const weights = propensity.map((p, row) => (treated[row] === 1 ? 1 / p : 1 / (1 - p)));
    expect(largestSure(standardisedDifferences(columns, treated))).toBeDefined();
    expect(largestSure(standardisedDifferences(columns, treated, weights))).toBeUndefined();
  });

  test('cannot be told apart by nothing', () => {
    const { treated } = people(500, 5, () => 0.5);
    const { differs, classifier } = treatmentBalance([], treated);
    expect(differs).toBe(false);
    expect(classifier.value).toBeNaN();
  });
});
