import { expect, it } from 'vitest';
import { holdoutOf, trainedForms, trainingOf } from './stored-training.js';

/** As a version of before data sets were looked at stored it; what could not be measured is null in JSON. */
const METRICS = {
  source: 'file',
  rowsInFile: 100,
  examples: 100,
  training: 80,
  split: { by: 'hash', holdout: 0.2, seed: 1, key: null },
  holdout: {
    rows: 20,
    positives: 3,
    auc: { value: 0.7, lower: null, upper: null, level: 0.95 },
    logLoss: 0.4,
    brier: 0.1,
    calibrationError: 0.02,
    perfectCalibrationError: 0.1,
    calibration: [],
  },
  backend: null,
  milliseconds: 12,
  notes: [],
};
const version = (metrics: Readonly<Record<string, unknown>>) => ({ modelId: 'natural', version: 3, metrics });

it('a stored report of an early version has no data set, and what was not measured is NaN', () => {
  const report = trainingOf(version(METRICS));
  expect(report).toMatchObject({ dataset: null, read: {}, holdout: { auc: { value: 0.7, lower: Number.NaN } } });
  expect(trainedForms(version(METRICS))).toEqual({});
});

it('a damaged report is refused, with the place', () => {
  const damaged = version({ ...METRICS, split: { by: 'hash', holdout: 'a fifth', seed: 1, key: null } });
  expect(() => trainingOf(damaged)).toThrow(
    expect.objectContaining({
      code: 'DAMAGED_ARTEFACT',
      problems: [expect.objectContaining({ pointer: '/split/holdout' })],
    }),
  );
});

it('a list of versions shows one whose report says nothing of its hold-out', () => {
  expect(holdoutOf(version({}))).toBeNull();
});
