import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExperimentPlan,
  minimumDetectableEffect,
  momentsOf,
  powerOf,
  proportionSampleSize,
  ratioMetric,
  sampleSize,
} from './index.js';

const USUAL = { level: 0.95, power: 0.8 } as const;

describe('sample sizes of two shares', () => {
  it.each([
    ['pooled', 14_751],
    ['unpooled', 14_749],
    ['cohen', 14_745],
    ['fleiss', 14_951],
  ] as const)('%s: 10 % against 11 % takes %i people an arm', (method, people) => {
    expect(proportionSampleSize([0.1, 0.11], USUAL, method)).toBe(people);
  });

  it('needs fewer of control where the treatment has more', () => {
    expect(proportionSampleSize([0.1, 0.11], USUAL, 'unpooled', 4)).toBeLessThan(14_749);
  });
});

// As the power calculator of GrowthBook publishes it: packages/shared/test/power.test.ts.
describe('a plan of three arms of a mean of 10 with a deviation of 62.5', () => {
  const plan: ExperimentPlan = {
    metric: { kind: 'mean', mean: 10, deviation: Math.sqrt(3909.9997749994377) },
    scale: 'relative',
    shares: [1, 1],
    ...USUAL,
  };
  const compared = (400_000 * 2) / 3;

  it('finds 7 % by 400,000 people at one look, and 12.8 % where it may be looked at', () => {
    expect(minimumDetectableEffect(plan, compared)).toBeCloseTo(0.07027, 5);
    expect(minimumDetectableEffect({ ...plan, peeking: { tightestAt: 5000 } }, compared)).toBeCloseTo(0.12821, 5);
  });

  it('finds 5 % with a power of .52, and of .21 where it may be looked at', () => {
    expect(powerOf(plan, 0.05, compared)).toBeCloseTo(0.52144, 5);
    expect(powerOf({ ...plan, peeking: { tightestAt: 5000 } }, 0.05, compared)).toBeCloseTo(0.20596, 5);
  });
});

describe('a ratio', () => {
  it('is planned by the part of one person in it: the deviation of (value − ratio × cost) ÷ mean cost', () => {
    const [value, cost] = [[4, 0, 6, 2], [1, 1, 3, 1]] as const; // prettier-ignore
    const parts = value.map((own, person) => (own - 2 * cost[person]!) / 1.5);
    const deviation = Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0) / 3);
    expect(ratioMetric(momentsOf([value, cost]))).toEqual({
      kind: 'mean',
      mean: 2,
      deviation: expect.closeTo(deviation, 12) as number,
    });
  });
});

describe('a plan', () => {
  const plans = fc.record({
    metric: fc.oneof(
      fc.record({ kind: fc.constant('proportion' as const), rate: fc.double({ min: 0.01, max: 0.5, noNaN: true }) }),
      fc.record({
        kind: fc.constant('mean' as const),
        mean: fc.double({ min: 1, max: 100, noNaN: true }),
        deviation: fc.double({ min: 1, max: 100, noNaN: true }),
      }),
    ),
    scale: fc.constantFrom('absolute' as const, 'relative' as const),
    shares: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 }),
    level: fc.constantFrom(0.9, 0.95, 0.99),
    power: fc.constantFrom(0.7, 0.8, 0.9),
    peeking: fc.constantFrom(undefined, null, { tightestAt: 5000 }),
  });

  it('needs, for the least effect that so many people find, that many people', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 20_000, max: 1_000_000 }), ({ peeking, ...rest }, people) => {
        const plan: ExperimentPlan = peeking === undefined ? rest : { ...rest, peeking };
        const effect = minimumDetectableEffect(plan, people);
        if (effect === null) return;
        expect(Math.abs((sampleSize(plan, effect) ?? Infinity) - people)).toBeLessThanOrEqual(1 + people * 1e-6);
        expect(powerOf(plan, effect, people)).toBeGreaterThanOrEqual(plan.power - 1e-6);
      }),
      { numRuns: 100 },
    );
  });

  it('says that a share of 90 % cannot be seen to grow by ten people', () => {
    const plan: ExperimentPlan = {
      metric: { kind: 'proportion', rate: 0.9 },
      scale: 'absolute',
      shares: [1, 1],
      ...USUAL,
    };
    expect(minimumDetectableEffect(plan, 10)).toBeNull();
    expect(sampleSize(plan, 0)).toBeNull();
  });
});
