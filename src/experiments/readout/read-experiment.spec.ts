import { describe, expect, it } from 'vitest';
import { momentsOf } from '#strata/statistics/experiments';
import { type ExperimentSums, readExperiment, type ReadoutOptions } from './index.js';

const OPTIONS: ReadoutOptions = { level: 0.95, margin: null, peeking: { tightestAt: 20_000 } };

/** So many people an arm, of whom so many spent 50; and what they cost. */
function arm(name: string, people: number, converted: number, cost = 0) {
  const person = (value: (index: number) => number) => Array.from({ length: people }, (_, index) => value(index));
  const spent = person((index) => (index < converted ? 40 + (index % 21) : 0));
  const moments = momentsOf([person((index) => Number(index < converted)), spent, person(() => cost)]);
  return { arm: name, share: 1, moments };
}

function experiment(arms: ExperimentSums['arms'], more: Partial<ExperimentSums> = {}): ExperimentSums {
  const variables = ['converted', 'value', 'cost'] as const;
  return { variables, control: 'control', arms, inSeveralArms: 0, days: 10, segments: [], ...more };
}

describe('readExperiment', () => {
  it('ships the arm that earns more, and says by how much', () => {
    const sums = experiment([arm('control', 10_000, 1000, 0.1), arm('model', 10_000, 1300, 0.15)]);
    const { verdict, comparisons, primary, health } = readExperiment(sums, { ...OPTIONS, margin: 0.3 });
    expect(health).toBe('healthy');
    expect(primary).toBe('profit');
    expect(verdict).toMatchObject({ kind: 'ship', arm: 'model' });
    expect(verdict.words).toMatch(
      /^Ship model: profit a person of model differs by \+0\.40 \[.*\] from the 1\.40 of control/,
    );
    const [{ incrementalConversions, roi } = { incrementalConversions: null, roi: null }] = comparisons;
    expect(incrementalConversions?.value).toBeCloseTo(300, 6);
    expect(roi).toBeNull();
  });

  it('tells the return where control cost nothing', () => {
    const sums = experiment([arm('control', 10_000, 1000), arm('model', 10_000, 1300, 0.25)]);
    const [{ roi } = { roi: null }] = readExperiment(sums, { ...OPTIONS, margin: 0.3 }).comparisons;
    expect(roi?.value).toBeCloseTo((0.3 * 300 * 50) / 2500 - 1, 1);
  });

  it('stops where every arm does worse, and where the least effect worth having is ruled out', () => {
    const worse = experiment([arm('control', 10_000, 1300), arm('model', 10_000, 1000)]);
    expect(readExperiment(worse, OPTIONS).verdict.kind).toBe('stop');
    const same = experiment([arm('control', 100_000, 10_000), arm('model', 100_000, 10_010)]);
    const { verdict } = readExperiment(same, { ...OPTIONS, minimumEffect: 0.2 });
    expect(verdict).toMatchObject({
      kind: 'stop',
      words: expect.stringContaining('20 % more, the least effect') as string,
    });
  });

  it('keeps running for about as long as the effect takes to be seen', () => {
    const sums = experiment([arm('control', 5000, 500), arm('model', 5000, 560)]);
    const { verdict } = readExperiment(sums, { ...OPTIONS, minimumEffect: 0.1 });
    expect(verdict.kind).toBe('keep running');
    expect(verdict.words).toContain(`Keep running for about ${String(verdict.days)} more days.`);
  });

  it('waits for no difference that is exactly none, whether it knows days or not', () => {
    const arms = [arm('control', 5000, 500), arm('model', 5000, 500)];
    for (const days of [10, null]) {
      const { verdict } = readExperiment(experiment(arms, { days }), OPTIONS);
      expect(verdict).toMatchObject({
        kind: 'stop',
        words: expect.stringContaining('no difference to wait for') as string,
      });
    }
  });

  it('decides nothing before the planned end, where it is read once, and then finds nothing or something', () => {
    const sums = experiment([arm('control', 10_000, 1000), arm('model', 10_000, 1300)]);
    const once = (plannedPeople: number) => readExperiment(sums, { ...OPTIONS, peeking: null, plannedPeople }).verdict;
    expect(once(40_000)).toMatchObject({ kind: 'keep running', days: 10 });
    expect(once(20_000)).toMatchObject({ kind: 'ship' });
  });

  it.each([
    ['people came in other shares', experiment([arm('control', 4072, 400), arm('model', 2035, 300)]), 'did not come'],
    [
      'people were in several arms',
      experiment([arm('control', 5000, 400), arm('model', 5000, 400)], { inSeveralArms: 300 }),
      'seen in several arms',
    ],
  ])('tells no figure of an unhealthy experiment: %s', (_, sums, words) => {
    const { health, verdict, comparisons, segments, checks } = readExperiment(sums, OPTIONS);
    expect(health).toBe('unhealthy');
    expect(verdict).toMatchObject({ kind: 'unhealthy', words: expect.stringContaining(words) as string });
    expect([comparisons, segments]).toEqual([[], []]);
    expect(checks.find(({ passed }) => !passed)?.causes.length).toBeGreaterThan(0);
  });

  it('says that it is too early, of few people', () => {
    const { health, verdict } = readExperiment(experiment([arm('control', 50, 9), arm('model', 50, 9)]), OPTIONS);
    expect(health).toBe('unknown');
    expect(verdict.words).toContain('control has 50 people and 9 conversions');
  });

  it('adjusts p-values: by Holm for what decides, and over the segments', () => {
    const arms = [arm('control', 5000, 500), arm('a', 5000, 560), arm('b', 5000, 580)];
    const segments = ['north', 'south'].map((value) => ({ by: 'region', value, arms }));
    const readout = readExperiment(experiment(arms, { segments }), { ...OPTIONS, peeking: null });
    const deciding = readout.comparisons.map(({ metrics }) => metrics.find(({ metric }) => metric === 'conversion')!);
    const [a, b] = deciding as [(typeof deciding)[0], (typeof deciding)[0]];
    expect([a.adjustedPValue, b.adjustedPValue]).toEqual([Math.max(a.pValue, 2 * b.pValue), 2 * b.pValue]);
    expect(readout.segments).toHaveLength(4);
    expect(Math.max(...readout.segments.map(({ effect }) => effect.adjustedPValue))).toBeCloseTo(a.pValue, 12);
  });
});
