import { expect, it } from 'vitest';
import { type ShadowReport } from '#strata/decisions/shadows';
import { type ModelRecord } from '#strata/models/proof/stages';
import { recordPage } from './record-page.js';

const RECORD: ModelRecord = {
  model: 'natural <b>',
  champion: 2,
  versions: [
    {
      ...{ version: 2, stage: 'champion', plugin: 'logistic-regression', createdAt: '2026-11-01T00:00:00.000Z' },
      override: { by: 'bo', reason: 'launch & learn', missing: ['live'] },
      stages: [
        {
          stage: 'validated',
          meaning: 'judged',
          result: 'passed',
          words: [],
          by: 'ann',
          at: '2026-11-02T00:00:00.000Z',
          next: null,
        },
        {
          stage: 'live',
          meaning: 'in an experiment',
          result: 'failed',
          words: ['Stop: it is worse.'],
          by: 'ann',
          at: '2026-11-03T00:00:00.000Z',
          next: 'strata …',
        },
      ],
    },
  ],
  promotions: [],
};
const SHADOW = {
  shadow: {
    version: 3,
    state: 'stopped',
    startedAt: '2026-11-04T00:00:00.000Z',
    stoppedAt: '2026-11-09T00:00:00.000Z',
  },
  sentences: ['Of 200 decisions the candidate makes an offer in 40.'],
} as unknown as ShadowReport;

it('tells the stages of each version, the overrides, and what shadows showed', () => {
  const html = recordPage({ record: RECORD, shadows: [SHADOW], at: Date.UTC(2026, 10, 30) });
  expect(html).toContain('natural &lt;b&gt;');
  expect(html).toContain('Stop: it is worse.');
  expect(html).toContain('launch &amp; learn');
  expect(html).toContain('Version 3, 2026-11-04 to 2026-11-09');
  expect(html).toContain('<li>Of 200 decisions the candidate makes an offer in 40.</li>');
  expect(html).not.toMatch(/<script|https?:|@import|url\(/);
  expect(recordPage({ record: RECORD, shadows: [], at: 0 })).not.toContain('What it would have decided');
});
