import { expect, test } from 'vitest';
import { calibrationFolds } from './folds.js';

const labels = (rows: number, every: number) =>
  Float64Array.from({ length: rows }, (_, row) => Number(row % every === 0));

test('small sets are scored whole, each row once, with the same share of positives in every fold', () => {
  const label = labels(1000, 4);
  const folds = calibrationFolds(label, 1);
  expect(folds.flatMap((fold) => [...fold]).sort((a, b) => a - b)).toEqual([...label.keys()]);
  for (const fold of folds) expect(fold.filter((row) => label[row] === 1)).toHaveLength(50);
});

test('of large sets only as many folds are scored as give enough rows and enough of the rarer class', () => {
  expect(calibrationFolds(labels(200_000, 4), 1)).toHaveLength(1);
  expect(calibrationFolds(labels(200_000, 50), 1)).toHaveLength(3);
  expect(calibrationFolds(labels(200_000, 1000), 1)).toHaveLength(5);
});

test('another seed draws other folds', () => {
  expect(calibrationFolds(labels(100, 2), 1)).not.toEqual(calibrationFolds(labels(100, 2), 2));
});
