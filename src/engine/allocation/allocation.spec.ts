import { describe, expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { PackedTexts } from '#strata/kernel/texts';
import { EVERYTHING, runs } from '../../../test/support/suite.js';
import { wouldGet } from './assign.js';
import { beginAllocation } from './begin.js';
import { idKeys, type OptionBlock } from './problem/blocks.js';
import { type AllocationProblem } from './problem/problem.js';
import { type CountPlan } from './problem/plans.js';
import { Sums } from './counting/sums.js';
import { allocateAll } from '../../../test/support/allocation/allocate-all.js';
import { check } from '../../../test/support/allocation/check.js';
import { pick, randomInstance } from '../../../test/support/allocation/instances.js';
import { oracle } from '../../../test/support/allocation/oracle.js';
import { Survey } from './counting/survey.js';

const MINUTES = 60_000;

test(
  'few people get what a solver of integer programs would give them, to half a percent, and no limit is exceeded',
  async () => {
    for (let seed = 1; seed <= runs(4, 12); seed++) {
      const { problem, block, ids } = randomInstance(seed, 5 + ((seed * 7_919) % 200));
      const got = allocateAll(problem, block, ids);
      const best = await oracle(problem, block);
      if (got.kind === 'infeasible' || best === null) {
        expect([seed, got.kind]).toEqual([seed, best === null ? 'infeasible' : 'allocated']);
        continue;
      }
      const { value, exceeded } = check(problem, block, got.offers);
      expect([seed, exceeded]).toEqual([seed, []]);
      expect(best - value, `seed ${seed}`).toBeLessThanOrEqual(0.005 * Math.abs(best) + 1);
      expect(got.report.objective * 1e6).toBeCloseTo(value, 0);
      expect(got.report.bound * 1e6).toBeGreaterThanOrEqual(best - 1 - 1e-6 * Math.abs(best));
    }
  },
  30 * MINUTES,
);

test('neither the order of people nor the parts in which they come matter', () => {
  const { problem, block, ids } = randomInstance(36, 24_000);
  const all = allocateAll(problem, block, ids);
  const order = seededRandom(1).shuffle(Uint32Array.from(ids, (_, row) => row));
  const shuffled = pick(block, order);
  const parts = [0, 1, 7, 12_000, 24_000].map((from, part, starts) =>
    pick(
      shuffled,
      Uint32Array.from({ length: (starts[part + 1] ?? from) - from }, (_, place) => from + place),
    ),
  );
  const again = allocateAll(
    problem,
    shuffled,
    Array.from(order, (row) => ids[row]!),
    parts,
  );
  if (all.kind === 'infeasible' || again.kind === 'infeasible') throw new Error('expected an allocation');
  expect(again.report).toEqual(all.report);
  expect(again.plan).toEqual(all.plan);
  order.forEach((row, place) => {
    if (again.offers[place] !== all.offers[row]) expect([row, again.offers[place]]).toEqual([row, all.offers[row]]);
  });
});

test('surveys and sums of parts are those of the whole, to the byte, through bytes as well', () => {
  const { problem, block } = randomInstance(36, 40_000);
  const rows = Array.from({ length: block.rows }, (_, row) => row);
  const parts = [0, 1, 2].map((part) =>
    pick(
      block,
      rows.filter((row) => row % 3 === part),
    ),
  );
  const whole = new Survey(problem);
  whole.add(block);
  const survey = new Survey(problem);
  for (const part of parts.toReversed()) {
    const own = new Survey(problem);
    own.add(part);
    survey.merge(Survey.fromBytes(problem, own.toBytes()));
  }
  expect(Buffer.compare(survey.toBytes(), whole.toBytes())).toBe(0);

  const step = beginAllocation(problem, whole);
  if (step.kind !== 'count') throw new Error('expected people to be counted');
  const plan = JSON.parse(JSON.stringify(step.plan)) as CountPlan;
  const sums = new Sums(plan);
  for (const part of parts) {
    const own = new Sums(plan);
    own.add(part);
    sums.merge(Sums.fromBytes(plan, own.toBytes()));
  }
  const together = new Sums(step.plan);
  together.add(block);
  expect(Buffer.compare(sums.toBytes(), together.toBytes())).toBe(0);
});

test(
  'of a hundred thousand people the allocation is within a thousandth of what no choice can beat',
  () => {
    for (let seed = 1; seed <= runs(1, 2); seed++) {
      const { problem, block, ids } = randomInstance(seed, 100_000);
      const got = allocateAll(problem, block, ids);
      if (got.kind === 'infeasible') continue;
      const { value, exceeded } = check(problem, block, got.offers);
      expect([seed, exceeded]).toEqual([seed, []]);
      expect(got.report.objective * 1e6).toBeCloseTo(value, 0);
      expect(got.report.gap, `seed ${seed}`).toBeLessThanOrEqual(0.001);
    }
  },
  30 * MINUTES,
);

test.runIf(EVERYTHING)(
  'its bound is that of the linear relaxation',
  async () => {
    for (const seed of [1, 36]) {
      const { problem, block, ids } = randomInstance(seed, 10_000);
      const got = allocateAll(problem, block, ids);
      if (got.kind === 'infeasible') throw new Error('expected an allocation');
      const relaxed = (await oracle(problem, block, true)) ?? Number.NaN;
      expect(got.report.bound * 1e6).toBeGreaterThanOrEqual(relaxed * (1 - 1e-6));
      expect(got.report.bound * 1e6).toBeLessThanOrEqual(relaxed * (1 + 2e-4));
    }
  },
  10 * MINUTES,
);

test('amounts of money that sums of doubles would round are kept to the millionth', () => {
  const { problem, block, ids } = randomInstance(12, 18_000);
  const dear = { ...block, value: block.value.map((column) => column.map((value) => value * 2 ** 24 + 1)) };
  const got = allocateAll(problem, dear, ids);
  if (got.kind === 'infeasible') throw new Error('expected an allocation');
  const { value, exceeded } = check(problem, dear, got.offers);
  expect(exceeded).toEqual([]);
  expect(value).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  expect(got.report.objective).toBe(value / 1e6);
});

test('who is held out would get what people like it get, and takes nothing', () => {
  const { problem, block, ids } = randomInstance(12, 20_000);
  const got = allocateAll(problem, block, ids);
  if (got.kind === 'infeasible') throw new Error('expected an allocation');
  const would = wouldGet(got.plan, block);
  const alike = would.filter((offer, row) => offer === got.offers[row]).length;
  expect(alike).toBeGreaterThan(0.99 * block.rows);
});

test('of nobody nobody is chosen, and no choice is better', () => {
  const nobody: OptionBlock = {
    ...{ rows: 0, keys: new Uint32Array(0), quotas: new Uint32Array(0), value: [new Float64Array(0)] },
  };
  for (const limits of [{}, { audience: 5, budget: 100 }]) {
    const got = allocateAll({ offers: [{ id: 'coupon', reserve: 5 }], quotas: [], ...limits }, nobody, []);
    expect(got).toMatchObject({ kind: 'allocated', report: { chosen: 0, objective: 0, bound: 0, gap: 0 } });
  }
});

describe('limits that can’t be met', () => {
  const offers = [
    { id: 'coupon-5', reserve: 5.05 },
    { id: 'coupon-10', reserve: 10.05, stock: 10 },
  ];
  const vip = (minimum: number) => ({ offers, quotas: [{ segment: 'vip', minimum }] });
  /** A hundred people, of whom the first forty are in the segment; only those with an even number may get the dear one. */
  const people = (surplus?: (row: number) => number): OptionBlock => {
    const rows = Array.from({ length: 100 }, (_, row) => row);
    const column = (valueOf: (row: number) => number) => Float64Array.from(rows, valueOf);
    const left = surplus === undefined ? {} : { surplus: [column(surplus), column(surplus)] };
    return {
      rows: 100,
      keys: idKeys(PackedTexts.of(rows.map(String))),
      quotas: Uint32Array.from(rows, (row) => Number(row < 40)),
      value: [column((row) => 1e6 + row), column((row) => (row % 2 === 0 ? 2e6 + row : Number.NaN))],
      ...left,
    };
  };
  const wordsOf = (problem: AllocationProblem, block = people()): readonly string[] => {
    const got = allocateAll(
      problem,
      block,
      Array.from(block.keys, (_, row) => String(row)),
    );
    if (got.kind === 'allocated') throw new Error('expected limits that cannot be met');
    return got.reasons.map(({ words }) => words);
  };

  test('too few people', () => {
    expect(wordsOf(vip(41))).toEqual([
      'at least 41 people of “vip” are asked for, but only 40 of them may get an offer',
    ]);
  });

  test('the audience', () => {
    expect(wordsOf({ ...vip(30), audience: 20 })).toEqual([
      'at least 30 people of “vip” are asked for, but the audience is limited to 20',
    ]);
  });

  test('the stock', () => {
    const scarce = offers.map((offer) => ({ ...offer, stock: 10 }));
    expect(wordsOf({ ...vip(30), offers: scarce })).toEqual([
      'at least 30 people of “vip” are asked for, but the stock of the offers that they may get is enough for 20',
    ]);
  });

  test('the budget', () => {
    expect(wordsOf({ ...vip(30), budget: 100 })).toEqual([
      'at least 30 people of “vip” are asked for; the cheapest offers for them take 151.50, and the budget of 100 pays for 19',
    ]);
  });

  test('the minimum ROI', () => {
    const block = people((row) => (row < 40 ? -1e6 : 0.25e6));
    expect(wordsOf({ ...vip(30), minimumRoi: 1.5 }, block)).toEqual([
      "at least 30 people of “vip” are asked for, but the minimum ROI of 1.5 can't be met with more than 15 of them",
    ]);
  });

  test('several quotas that can be met one by one', () => {
    const block = people();
    const halves = { ...block, quotas: block.quotas.map((bits) => (bits === 1 ? 1 : 2)) };
    const quotas = [
      { segment: 'vip', minimum: 30 },
      { segment: 'others', minimum: 30 },
    ];
    expect(wordsOf({ offers, quotas, audience: 50 }, halves)).toEqual([
      'at least 60 people of the quotas together are asked for, but the audience is limited to 50',
    ]);
  });

  test('a conflict that only the choice itself shows', () => {
    const block = people();
    const some = [
      { segment: 'vip', minimum: 30 },
      { segment: 'vip too', maximum: 10 },
    ];
    const twice = { ...block, quotas: block.quotas.map((bits) => bits * 3) };
    expect(wordsOf({ offers, quotas: some }, twice)).toEqual([
      "the quota of at least 30 people of “vip” can't be met: it came to 10 within the stock of 10 of “coupon-10” and the quota of at most 10 people of “vip too”",
    ]);
  });

  test('a minimum ROI that can be met only by choosing fewer is told of', () => {
    const block = people((row) => (row < 40 ? -1e6 : 0.25e6));
    const got = allocateAll(
      { offers: offers.slice(0, 1), quotas: [], minimumRoi: 1.5 },
      { ...block, value: block.value.slice(0, 1), surplus: block.surplus!.slice(0, 1) },
      Array.from(block.keys, String),
    );
    if (got.kind === 'infeasible') throw new Error('expected an allocation');
    expect(got.report.chosen).toBe(75);
    expect(got.report.roiReach).toBe(75);
    expect(got.report.words).toEqual([
      "the minimum ROI of 1.5 can't be met with more than 75 contacts: it decides who is chosen",
    ]);
  });
});
