import { expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { type HoldoutSums } from '#strata/ledger/experiments';
import { momentsOf } from '#strata/statistics/experiments';
import { countedGoals } from './counted-goals.js';
import { readHoldout } from './read-holdout.js';

const BEGAN = Date.UTC(2026, 0, 5);
const READING = {
  ...{ seed: '2026', share: 0.1, began: new Date(BEGAN).toISOString(), currency: null, level: 0.95 },
  goals: [{ event: 'bought', valueProperty: 'amount', usualValue: 0, margin: 0.5 }],
  now: BEGAN + 180.5 * 86_400_000,
};

/** Every third person of a side buys for so much, everybody of it costs so much. */
function side(people: number, amount: number, cost: number): HoldoutSums['heldOut'] {
  const bought = Array.from({ length: people }, (_, n) => Number(n % 3 === 0));
  const moments = momentsOf([
    bought,
    bought.map((one) => one * amount),
    bought.map((one) => (one * amount) / 2),
    bought.map(() => cost),
  ]);
  return { moments, reached: cost > 0 ? people : 0 };
}

const sumsOf = (others: HoldoutSums['others'], heldOut = side(3_000, 30, 0)): HoldoutSums => {
  return { heldOut, others, inBoth: 0, credited: 150_000 };
};

it('says what everything together earns, per 1,000 people and in all, beside what reports credit', () => {
  const readout = readHoldout(sumsOf(side(27_000, 39, 0.5)), READING);
  expect(readout.health).toBe('healthy');
  expect(readout.verdict.kind).toBe('earns');
  expect(readout.verdict.words).toMatch(
    /^All strategies and campaigns together earn 1,000\.00 \[\d[\d.]+, [\d,.]+\] of profit per 1,000 people since 2026-01-05 \(180 days\): 27,000\.00 /,
  );
  const figures = readout.figures.map(({ figure, heldOut, others, difference, inAll }) => {
    return [figure, ...[heldOut, others, difference.value, inAll.value].map((one) => Number(one.toFixed(6)))];
  });
  expect(figures).toEqual([
    ['conversions', 333.333333, 333.333333, 0, 0],
    ['revenue', 10_000, 13_000, 3_000, 81_000],
    ['profit', 5_000, 6_000, 1_000, 27_000],
  ]);
  expect(readout.roi?.value).toBeCloseTo(2, 9);
  expect(readout.creditedWords).toMatch(
    /^Reports that credit .* would say 136,500\.00 of profit; .* it is 27,000\.00 \[/,
  );
});

it('says that everything together loses, and when nothing can be told yet how long to wait', () => {
  expect(readHoldout(sumsOf(side(27_000, 30, 2)), READING).verdict).toMatchObject({
    kind: 'loses',
    words: expect.stringContaining('together lose money: −2,000.00 [') as string,
  });
  const { verdict, roi } = readHoldout(sumsOf(side(27_000, 32, 0)), READING);
  expect(verdict.kind).toBe('open');
  expect(verdict.words).toMatch(/about \d+ more days tell\.$/);
  expect(roi).toBeNull();
  expect(readHoldout(sumsOf(side(27_000, 30.1, 0)), READING).verdict.words).toContain('more than three years');
});

it('tells no figure where sides are not what was declared, are mixed, or the held-out got something', () => {
  const fails = (sums: HoldoutSums) => {
    const { health, checks, figures, roi } = readHoldout(sums, READING);
    expect([figures, roi]).toEqual([[], null]);
    return [health, ...checks.filter(({ passed }) => !passed).map(({ check }) => check)];
  };
  const others = side(27_000, 39, 0.5);
  expect(fails(sumsOf(others, side(3_600, 30, 0)))).toEqual(['unhealthy', 'sample ratio']);
  expect(fails({ ...sumsOf(others), inBoth: 400 })).toEqual(['unhealthy', 'both sides']);
  expect(fails(sumsOf(others, { ...side(3_000, 30, 0), reached: 40 }))).toEqual(['unhealthy', 'held out']);
  expect(fails(sumsOf(side(300, 39, 0.5), side(30, 30, 0)))).toEqual(['unknown', 'enough people']);
  expect(readHoldout(sumsOf(others, side(3_200, 30, 0)), { ...READING, share: 0.104 }).health).toBe('healthy');
});

it('is wider early on, and tightest after half a year', () => {
  const reach = (days: number) => {
    const { figures } = readHoldout(sumsOf(side(27_000, 39, 0.5)), { ...READING, now: BEGAN + days * 86_400_000 });
    return figures[1]!.difference.upper - figures[1]!.difference.lower;
  };
  expect(reach(14) / reach(180)).toBeGreaterThan(1.3);
  expect(reach(360) / reach(180)).toBeCloseTo(1, 1);
});

it('counts the goals of all strategies, each event once, at the least margin', () => {
  const of = (id: string, goal: Partial<Strategy['goal']>) => {
    return { id, goal: { event: 'bought', within: 'P7D', margin: 0.5, orderValue: 10, ...goal } };
  };
  expect(
    countedGoals([of('b', { margin: 0.2, orderValue: 30 }), of('a', { value: 'amount' }), of('c', { event: 'x' })]),
  ).toEqual([
    { event: 'bought', valueProperty: 'amount', usualValue: 10, margin: 0.2 },
    { event: 'x', valueProperty: null, usualValue: 10, margin: 0.5 },
  ]);
});
