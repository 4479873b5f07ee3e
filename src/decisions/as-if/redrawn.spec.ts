import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecisionInput, type Strategy } from '#strata/engine';
import { compileRelease, drawnId } from '#strata/engine/plan';
import { redrawn } from './redrawn.js';

const strategy = (id: string, experiment: Strategy['experiment']): Strategy => ({
  id,
  title: id,
  goal: { event: 'order_placed', within: 'P14D', margin: 0.3, orderValue: 100 },
  segment: { all: [] },
  baseline: { title: 'everybody', offer: 'o' },
  offers: [{ id: 'o', title: 'o', faceValue: 1, redemptionRate: 1, contactCost: 0, response: { rate: 0.2 } }],
  ...(experiment === undefined ? {} : { experiment }),
});

const release = compileRelease(
  {
    facts: {},
    segments: [],
    models: [],
    strategies: [
      strategy('arms', { seed: 'a', holdout: 0.3, arms: { model: 0.9, baseline: 0.1 } }),
      strategy('plain', { seed: 'b', holdout: 0.5 }),
      strategy('none', undefined),
      strategy('all', { seed: 'c', holdout: 1, arms: { model: 1, baseline: 0 } }),
    ],
  },
  'sha256:0000',
);

const inputOf = (userId: string): DecisionInput => ({
  id: 'd',
  userId,
  now: 0,
  strategies: ['arms', 'plain', 'none'],
  facts: {},
  events: [],
  consent: [],
  suppressed: false,
  contacts: [],
});

const drawn = (input: DecisionInput, id: string) => {
  const { draws } = release.strategies.find(({ document }) => document.id === id)!;
  const by = drawnId(input, id);
  return { arm: draws.arms[draws.armOf(by)]?.id ?? null, heldOut: draws.isHeldOut(by) };
};

describe('draws as if', () => {
  it('are the wanted ones, and all others stay', () => {
    const arm = fc.option(fc.constantFrom('model', 'baseline'), { nil: undefined });
    fc.assert(
      fc.property(fc.uuid(), arm, fc.constantFrom(false as const, null), (userId, wanted, heldOut) => {
        const before = inputOf(userId);
        const after = redrawn(before, release, { arms: wanted === undefined ? {} : { arms: wanted }, heldOut });
        for (const id of ['arms', 'plain', 'none']) {
          const was = drawn(before, id);
          expect(drawn(after, id)).toEqual({
            arm: id === 'arms' ? (wanted ?? was.arm) : was.arm,
            heldOut: heldOut ?? was.heldOut,
          });
        }
        expect(after.userId).toBe(userId);
      }),
    );
  });

  it('are refused where nobody is drawn so, or there is no such arm or strategy', () => {
    const input = { ...inputOf('ann'), strategies: null };
    const draw = (arms: Record<string, string>, heldOut: false | null = null) =>
      redrawn(input, release, { arms, heldOut });
    expect(() => draw({ arms: 'modle' })).toThrow(/has no arm "modle"/);
    expect(() => draw({ plain: 'model' })).toThrow(/has no arm/);
    expect(() => draw({ armz: 'model' })).toThrow(/no strategy "armz"/);
    expect(() => draw({ all: 'baseline' })).toThrow(/drawn so/);
    expect(() => draw({}, false)).toThrow(/drawn so/);
    expect(redrawn(input, release, { arms: {}, heldOut: null })).toBe(input);
  });
});
