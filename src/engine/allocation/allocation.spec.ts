import { expect, test } from 'vitest';
import { seededRandom } from '#sdk';
import { runs } from '../../../test/support/suite.js';
import { beginAllocation } from './begin.js';
import { type CountPlan } from './plans.js';
import { Sums } from './sums.js';
import { allocateAll } from '../../../test/support/allocation/allocate-all.js';
import { check } from '../../../test/support/allocation/check.js';
import { pick, randomInstance } from '../../../test/support/allocation/instances.js';
import { oracle } from '../../../test/support/allocation/oracle.js';
import { Survey } from './survey.js';

const MINUTES = 60_000;

test(
  'few people get what a solver of integer programs would give them, to half a percent, and no limit is exceeded',
  async () => {
    for (let seed = 1; seed <= runs(20, 1_000); seed++) {
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
  expect(survey.toBytes()).toEqual(whole.toBytes());

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
  expect(sums.toBytes()).toEqual(together.toBytes());
});
