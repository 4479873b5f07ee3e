import { expect, it } from 'vitest';
import { compileRelease } from '#strata/engine/plan';
import { decide } from '#strata/engine/decide';
import { type DecisionInput, type ReleaseDocuments } from '#strata/engine';
import { type StoredCase } from '../log/index.js';
import { replayStored } from './replay.js';

const documents: ReleaseDocuments = {
  facts: { orders: { type: 'number', from: { profile: 'orders' }, words: 'number of orders' } },
  segments: [],
  models: [],
  strategies: [
    {
      id: 'coupon',
      title: 'A coupon',
      goal: { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 100 },
      segment: { all: [{ fact: 'orders', operator: 'greaterThan', value: 1 }] },
      baseline: { title: 'Everybody', offer: 'ten' },
      offers: [{ id: 'ten', title: 'Ten', faceValue: 1, redemptionRate: 1, contactCost: 0, response: { rate: 0.5 } }],
      experiment: {
        seed: 's',
        arms: [
          { id: 'rules', share: 0.5, by: 'baseline' },
          { id: 'models', share: 0.5, by: 'model' },
        ],
      },
    },
  ],
};
const release = compileRelease(documents, 'sha256:test');
const releases = { byHash: () => Promise.resolve(release) };

const input: DecisionInput = {
  id: '0199c0de-0000-7000-8000-000000000000',
  userId: 'u1',
  now: Date.parse('2026-11-22T08:00:00Z'),
  strategies: null,
  facts: { orders: 3 },
  events: [],
  consent: [],
  suppressed: false,
  contacts: [],
};
const stored: StoredCase = { input, scores: {}, availability: { stockSpent: [], budgetSpent: [] }, detail: 'summary' };
const decision = decide({ ...stored, release });

function replayOf(text: string) {
  const row = { id: input.id, release: release.hash, input: JSON.stringify(stored), decision: text };
  return replayStored(row, releases);
}

it('gives a decision with its arm and its propensity the same bytes', async () => {
  expect(decision).toMatchObject({ outcome: 'offer', propensity: 1 });
  expect(['rules', 'models']).toContain(decision.arm);
  expect(await replayOf(JSON.stringify(decision))).toMatchObject({ equal: true, differences: [] });
});

it('gives a decision of before propensities were stored the same bytes', async () => {
  const older = JSON.stringify({ ...decision, propensity: undefined });
  expect(await replayOf(older)).toMatchObject({ equal: true, differences: [] });
});

it('tells where another propensity was stored', async () => {
  const other = JSON.stringify({ ...decision, propensity: 0.5 });
  const differences = [{ pointer: '/propensity', stored: 0.5, replayed: 1 }];
  expect(await replayOf(other)).toMatchObject({ equal: false, differences });
});
