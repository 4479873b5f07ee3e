import { expect, it } from 'vitest';
import { createLogger, metrics } from '#strata/platform/telemetry';
import { FailureReports } from './failure-reports.js';

it('counts every failure and writes one line for each kind of a model', async () => {
  const lines: string[] = [];
  const log = createLogger({ logLevel: 'warn' }, { write: (line) => void lines.push(line) });
  const reports = new FailureReports(log);
  for (let n = 0; n < 5; n++) reports.report('churn-of-this-test', 'SCORER_TIMEOUT');
  reports.report('churn-of-this-test', 'SCORER_THREW');
  const told = lines.map((line) => JSON.parse(line) as { model: string; code: string; level: string; msg: string });
  expect(told.map(({ model, code, level }) => [model, code, level])).toEqual([
    ['churn-of-this-test', 'SCORER_TIMEOUT', 'warn'],
    ['churn-of-this-test', 'SCORER_THREW', 'warn'],
  ]);
  expect(told[0]?.msg).toMatch(/gave no score/);
  const text = await metrics.metrics();
  expect(text).toContain('strata_scorer_failures_total{model="churn-of-this-test",code="SCORER_TIMEOUT"} 5');
  expect(text).toContain('strata_scorer_failures_total{model="churn-of-this-test",code="SCORER_THREW"} 1');
});
