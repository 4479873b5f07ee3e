import { expect, it } from 'vitest';
import { type ReadoutPlan } from '#strata/engine';
import { type ExperimentReadout } from '../readout/index.js';
import { asPlanned, planProgress } from './plan-progress.js';

const PLAN: ReadoutPlan = { model: 'm', decide: 'profit', people: 10_000, days: 20, effect: 0.1, read: 'once' };
const ASKED = { strategy: 's', level: 0.95, winsorise: 1 };
const after = (people: number, days: number | null) => ({ people, days }) as ExperimentReadout;

it('reads as planned unless somebody asks otherwise', () => {
  expect(asPlanned(ASKED, PLAN)).toEqual({ ...ASKED, primary: 'profit', minimumEffect: 0.1, plannedPeople: 10_000 });
  const anytime = { ...PLAN, read: 'at any time', noWorseThan: 0.02 } as const;
  expect(asPlanned(ASKED, anytime)).toMatchObject({ tightestAt: 10_000, noWorseThan: 0.02 });
  expect(asPlanned({ ...ASKED, tightestAt: 500, primary: 'value' }, PLAN)).toEqual({
    ...{ ...ASKED, tightestAt: 500, primary: 'value', minimumEffect: 0.1 },
  });
  expect(planProgress(PLAN, after(1, 1), ASKED).followed).toBe(true);
  for (const changed of [{ level: 0.9 }, { primary: 'value' as const }, { tightestAt: 5 }, { winsorise: 0.99 }]) {
    expect(planProgress(PLAN, after(1, 1), { ...ASKED, ...changed }).followed).toBe(false);
  }
});

it('says how much of the plan is reached, and how long the rest takes', () => {
  const { reached, words } = planProgress(PLAN, after(2_500, 5), ASKED);
  expect(reached).toBe(0.25);
  expect(words).toBe(
    'Planned: 10,000 people in 20 days, to see 10 % more profit, read once. 2,500 of them (25 %) are there. At that pace the others come in about 15 days.',
  );
  expect(planProgress(PLAN, after(2_500, 10), ASKED).words).toContain('about 30 days, later than planned.');
  expect(planProgress(PLAN, after(10_001, 10), ASKED).words).toMatch(/read once\. All of them are there\.$/);
  expect(planProgress(PLAN, after(0, null), ASKED).words).toMatch(/0 of them \(0 %\) are there\.$/);
});
