import { describe, expect, it } from 'vitest';
import { planExperiment, type PlanQuestion, planWords } from './index.js';

const QUESTION: PlanQuestion = {
  metric: { kind: 'proportion', rate: 0.1 },
  scale: 'absolute',
  decidedBy: 'difference',
  shares: [1, 1],
  level: 0.95,
  power: 0.8,
};

describe('planExperiment', () => {
  it('says how many people an effect takes, read once or at any time, with the textbook beside it', () => {
    const question = { ...QUESTION, effect: 0.01, peoplePerDay: 1000 };
    const plan = planExperiment(question);
    expect(plan.textbook).toEqual({ pooled: 14_751, unpooled: 14_749, cohen: 14_745, fleiss: 14_951 });
    const [{ once, anytime } = { once: undefined, anytime: undefined }] = plan.comparisons;
    expect(once).toEqual({ people: 29_497, days: 30, minimumEffect: null, power: null });
    expect(anytime?.people).toBe(Math.round((once?.people ?? 0) * (plan.costOfPeeking ?? 0)));
    expect(plan.costOfPeeking).toBeGreaterThan(1.5);
    expect(planWords(question, plan)).toEqual([
      'To see 10 % become 11 % takes 29,497 people in all, 30 days, read once, at the planned end.',
      expect.stringMatching(
        /^To see 10 % become 11 % takes .* people in all, \d+ days, free to be read at any time\.$/,
      ),
      expect.stringMatching(/^Reading at any time takes .* times as many people\.$/),
    ]);
  });

  it('says what so many people show', () => {
    const question: PlanQuestion = { ...QUESTION, metric: { kind: 'mean', mean: 10, deviation: 30 }, people: 20_000 };
    const [{ once } = { once: undefined }] = planExperiment(question).comparisons;
    expect(once?.minimumEffect).toBeCloseTo(2.8016 * 30 * Math.sqrt(4 / 20_000), 3);
    expect(planWords(question, planExperiment(question))[0]).toBe(
      '20,000 people show 10 become 11.19 or more, read once, at the planned end.',
    );
  });

  it('compares several arms with control at a level that holds for all of them', () => {
    const people = (shares: readonly number[]) =>
      planExperiment({ ...QUESTION, effect: 0.01, shares }).comparisons.map(({ once }) => once.people ?? 0);
    const [one = 0] = people([1, 1]);
    const [first = 0, second = 0] = people([1, 1, 1]);
    expect(first).toBe(second);
    expect((first * 2) / 3).toBeGreaterThan(one);
  });

  it('takes more people where the relative effect decides', () => {
    const question: PlanQuestion = { ...QUESTION, scale: 'relative', effect: 0.1 };
    const people = (asked: PlanQuestion) => planExperiment(asked).comparisons[0]?.once.people ?? 0;
    expect(people(question)).toBe(people({ ...QUESTION, effect: 0.01 }));
    expect(people({ ...question, decidedBy: 'relative effect' })).toBeGreaterThan(people(question));
    const many = { ...question, people: 29_497 };
    expect(planExperiment(many).comparisons[0]?.once.minimumEffect).toBeCloseTo(0.1, 4);
  });

  it('refuses what cannot be planned', () => {
    expect(() => planExperiment(QUESTION)).toThrow('Nothing to plan by');
    expect(() => planExperiment({ ...QUESTION, effect: 0.95 })).toThrow('A share of 10 % cannot become 105 %.');
  });
});
