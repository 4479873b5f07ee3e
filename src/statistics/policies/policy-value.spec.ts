import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/support/suite.js';
import { type PolicyLog, policyLead, policyValue, type PolicyValue, policyWeights } from './policy-value.js';

type Estimated = Extract<PolicyValue, { status: 'estimated' }>;

/** Logs that are large and even enough to be judged. */
const logs = fc
  .infiniteStream(
    fc.record({ reward: fc.integer({ min: 0, max: 9 }), chance: fc.integer({ min: 2, max: 8 }), agree: fc.nat(1) }),
  )
  .map((stream) => {
    const rows = [...stream.take(400)];
    return {
      reward: rows.map(({ reward }) => reward),
      propensity: rows.map(({ chance }) => chance / 10),
      agreement: rows.map(({ agree }) => agree),
    };
  });

describe('the value of a policy', () => {
  it('is unbiased by inverse-propensity weighting, and by the doubly robust estimate with any model', () => {
    const [truth, estimates] = [
      0.44,
      { ipw: [] as number[], snipw: [] as number[], dr: [] as number[], naive: [] as number[] },
    ];
    for (let seed = 1; seed <= 60; seed++) {
      const log = simulatedLog(2000, seed);
      const value = estimated(policyValue(log, { uniform: seeded(seed), replicates: 2 }));
      estimates.ipw.push(value.ipw.value);
      estimates.snipw.push(value.snipw.value);
      estimates.dr.push(value.dr!.value);
      estimates.naive.push(mean(log.reward));
    }
    for (const figure of [estimates.ipw, estimates.snipw, estimates.dr]) {
      const standardError = Math.sqrt(mean(figure.map((one) => (one - mean(figure)) ** 2)) / figure.length);
      expect(Math.abs(mean(figure) - truth)).toBeLessThan(3.5 * standardError);
    }
    expect(Math.abs(mean(estimates.naive) - truth)).toBeGreaterThan(0.05);
  });

  it('has intervals that hold the truth about as often as they promise', () => {
    const times = runs(20, 60);
    let held = 0;
    for (let seed = 1; seed <= times; seed++) {
      const { snipw } = estimated(policyValue(simulatedLog(800, seed), { uniform: seeded(seed), replicates: 100 }));
      if (snipw.lower <= 0.44 && 0.44 <= snipw.upper) held++;
    }
    expect(held / times).toBeGreaterThanOrEqual(0.85);
  });

  it('self-normalised does not change when all probabilities are scaled', () => {
    fc.assert(
      fc.property(logs, fc.double({ min: 0.2, max: 1, noNaN: true }), (log, scale) => {
        const scaled = { ...log, propensity: log.propensity.map((one) => one * scale) };
        const [a, b] = [log, scaled].map((one) => estimated(policyValue(one, { uniform: seeded(1), replicates: 2 })));
        expect(b!.snipw.value).toBeCloseTo(a!.snipw.value, 10);
        expect(b!.ipw.value * scale).toBeCloseTo(a!.ipw.value, 10);
        expect(b!.weights.effectiveSampleSize).toBeCloseTo(a!.weights.effectiveSampleSize, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('doubly robust is the weighted estimate with a model of nothing, and the direct one with a perfect model', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const zero = log.reward.map(() => 0);
        const blind = estimated(
          policyValue({ ...log, predicted: { logged: zero, policy: zero } }, { uniform: seeded(1), replicates: 2 }),
        );
        expect(blind.dr!.value).toBeCloseTo(blind.ipw.value, 10);
        const perfect = { logged: log.reward, policy: log.reward.map((reward) => reward / 2) };
        const known = estimated(policyValue({ ...log, predicted: perfect }, { uniform: seeded(1), replicates: 2 }));
        expect(known.dr!.value).toBeCloseTo(known.dm!.value, 10);
      }),
      { numRuns: 30 },
    );
  });

  it('of the policy that logged is the mean of the log', () => {
    const reward = Array.from({ length: 200 }, (_, row) => row % 5);
    const propensity = reward.map((_, row) => (row % 2 === 0 ? 0.3 : 0.7));
    const { ipw, snipw, dm, dr } = estimated(
      policyValue({ reward, propensity, agreement: propensity }, { uniform: seeded(1) }),
    );
    expect([ipw.value, snipw.value]).toEqual([2, 2]);
    expect([dm, dr]).toEqual([null, null]);
  });
});

describe('the lead of one policy over another', () => {
  it('is the difference of their estimates, surer than each of them where they mostly agree', () => {
    const log = simulatedLog(600, 5);
    const other = { ...log, agreement: Array.from(log.agreement, (one, row) => (row % 10 === 0 ? 1 - one : one)) };
    for (const modelled of [false, true]) {
      const known = { logged: log.reward.map(() => 0.3), policy: log.reward.map(() => 0.3) };
      const [a, b] = [log, other].map((one) => (modelled ? { ...one, predicted: known } : omitted(one)));
      const [first, second] = [a!, b!].map((one) =>
        estimated(policyValue(one, { uniform: seeded(1), replicates: 60 })),
      );
      const own = (value: Estimated) => (modelled ? value.dr! : value.snipw);
      const lead = policyLead(a!, b!, { uniform: seeded(1), replicates: 60 });
      expect(lead.value).toBeCloseTo(own(first!).value - own(second!).value, 10);
      expect(lead.upper - lead.lower).toBeLessThan(own(first!).upper - own(first!).lower);
      expect(policyLead(a!, a!, { uniform: seeded(1), replicates: 60 })).toMatchObject({
        value: 0,
        lower: 0,
        upper: 0,
      });
    }
  });
});

function omitted({ reward, propensity, agreement }: PolicyLog): PolicyLog {
  return { reward, propensity, agreement };
}

describe('a log that cannot tell', () => {
  it('is refused where too few rows agree with the policy', () => {
    const log = { reward: [1, 0, 1], propensity: [0.5, 0.5, 0.5], agreement: [1, 0, 1] };
    expect(policyValue(log, { uniform: seeded(1) })).toMatchObject({
      status: 'refused',
      reason: 'the 3 rows say as much as 2.0 would, and at least 100 are needed',
      weights: { matched: 2, effectiveSampleSize: 2 },
    });
  });

  it('is refused where one row decides', () => {
    const reward = Array.from({ length: 20_000 }, () => 0);
    const propensity = reward.map((_, row) => (row === 0 ? 0.0003 : 0.5));
    const value = policyValue({ reward, propensity, agreement: reward.map(() => 1) }, { uniform: seeded(1) });
    expect(value).toMatchObject({ status: 'refused', reason: expect.stringContaining('one row holds 8 %') as string });
  });

  it('is refused without rows', () => {
    expect(policyValue({ reward: [], propensity: [], agreement: [] }, { uniform: seeded(1) }).status).toBe('refused');
    expect(policyWeights([])).toMatchObject({ effectiveSampleSize: 0, mean: 0 });
  });
});

describe('the effective sample size', () => {
  it('is the number of rows where all weigh the same, and never more', () => {
    expect(policyWeights([2, 2, 2, 2]).effectiveSampleSize).toBe(4);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1 }), (weights) => {
        const { effectiveSampleSize, rows } = policyWeights(weights);
        expect(effectiveSampleSize).toBeLessThanOrEqual(rows * (1 + 1e-9));
        expect(effectiveSampleSize).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
    );
  });
});

/**
 * Two kinds of people; the log treats the second kind mostly, which is also the kind that responds more. The judged policy
 * treats everybody: its value is (0.2 + 0.68) ÷ 2. The model of the reward is wrong.
 */
function simulatedLog(rows: number, seed: number): PolicyLog & { readonly reward: number[] } {
  const uniform = seeded(seed * 7919);
  const log = { reward: [] as number[], propensity: [] as number[], agreement: [] as number[] };
  for (let row = 0; row < rows; row++) {
    const kind = uniform() < 0.5 ? 0 : 1;
    const chance = kind === 0 ? 0.2 : 0.8;
    const treated = uniform() < chance;
    const response = treated ? [0.2, 0.68][kind]! : [0.1, 0.3][kind]!;
    log.reward.push(Number(uniform() < response));
    log.propensity.push(treated ? chance : 1 - chance);
    log.agreement.push(Number(treated));
  }
  return { ...log, predicted: { logged: log.reward.map(() => 0.3), policy: log.reward.map(() => 0.3) } };
}

function estimated(value: PolicyValue): Estimated {
  if (value.status === 'estimated') return value;
  throw new Error(value.reason);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Numbers on [0, 1) from a linear congruential generator (Numerical Recipes): this folder imports nothing of ours. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}
