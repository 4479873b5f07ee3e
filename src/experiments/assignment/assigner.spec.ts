import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '#strata/engine/decide';
import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { assigner } from './assigner.js';

const DOCUMENTS: ReleaseDocuments = {
  contactPolicy: { holdout: { seed: 'all', share: 0.2 } },
  facts: {},
  segments: [],
  models: [],
  strategies: [
    {
      id: 'mail',
      title: 'mail',
      goal: { event: 'order_placed', within: 'P14D', margin: 1, orderValue: 100, natural: { rate: 0 } },
      segment: { all: [] },
      baseline: { title: 'all', offer: 'mail' },
      offers: [{ id: 'mail', title: 'mail', faceValue: 0, contactCost: 1, redemptionRate: 0, response: { rate: 0.5 } }],
      experiment: { seed: 's', holdout: 0.3, arms: { model: 0.4, baseline: 0.6 } },
    },
  ],
};

it('tells what decisions come to', () => {
  const [release, assign] = [compileRelease(DOCUMENTS, 'sha256:0'), assigner(DOCUMENTS, 'mail')];
  const nothing = { facts: {}, events: [], consent: [], suppressed: false, contacts: [] };
  fc.assert(
    fc.property(fc.string(), (userId) => {
      const input = { id: 'd', userId, now: 0, strategies: null, ...nothing };
      const availability = { stockSpent: [], budgetSpent: [] };
      const { arm, outcome, heldOutOf } = decide({ input, release, scores: {}, availability });
      const told = assign(userId);
      expect(told.arm).toBe(arm);
      expect(told.heldOut || told.heldOutOfAll).toBe(outcome === 'holdout');
      expect(told.heldOutOfAll).toBe(heldOutOf === 'all');
    }),
  );
});

it('tells what decisions come to about 2,000 people in a ramp of a later phase, in a part of a namespace', () => {
  const [mail] = DOCUMENTS.strategies as [Strategy];
  for (const otherwise of ['none', 'baseline'] as const) {
    const part = { namespace: { id: 'retention', from: 0.2, to: 0.8 }, coverage: 0.5, phase: 2, otherwise };
    const documents = { ...DOCUMENTS, strategies: [{ ...mail, experiment: { ...mail.experiment!, ...part } }] };
    const [release, assign] = [compileRelease(documents, 'sha256:0'), assigner(documents, 'mail')];
    const nothing = { facts: {}, events: [], consent: [], suppressed: false, contacts: [] };
    const availability = { stockSpent: [], budgetSpent: [] };
    const people = Array.from({ length: 2_000 }, (_, n) => `u-${String(n)}`);
    const decided = people.map((userId) => {
      const input = { id: 'd', userId, now: 0, strategies: null, ...nothing };
      const { arm, selector, outcome } = decide({ input, release, scores: {}, availability });
      return { arm, takesPart: arm !== null, gets: selector !== null, isHeldOut: outcome === 'holdout' };
    });
    const told = people.map(assign).map(({ arm, by, heldOut, heldOutOfAll }) => {
      return { arm, takesPart: arm !== null, gets: by !== null, isHeldOut: by !== null && (heldOut || heldOutOfAll) };
    });
    expect(told).toEqual(decided);
    const share = told.filter(({ takesPart }) => takesPart).length / people.length;
    expect(Math.abs(share - 0.3)).toBeLessThan(0.04);
  }
});

it('names the nearest strategy where there is none', () => {
  expect(() => assigner(DOCUMENTS, 'mial')).toThrow('no strategy “mial”');
});
