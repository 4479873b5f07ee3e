import { describe, expect, it } from 'vitest';
import { seededRandom } from '#sdk';
import { exceedsAtLook, sequentialSharesPValue } from '#strata/statistics/experiments';
import { type DrawnGroup, judgeCost, judgeFallback, judgeLift, judgeSampleRatio, watchedLift } from './judge.js';

const HARM = { watch: 'lift', below: 0, then: 'stop' } as const;

describe('the guardrail on lift', () => {
  it('waits while there are too few people to tell', () => {
    const few = { treated: { people: 900, conversions: 2 }, heldOut: { people: 90, conversions: 30 } };
    expect(judgeLift(HARM, few)).toMatchObject({ state: 'waiting', figures: { lift: null } });
    const nobody = { people: 0, conversions: 0 };
    expect(judgeLift(HARM, { treated: nobody, heldOut: nobody }).words).toBe(
      'nobody got the offer yet: too few people to tell',
    );
  });

  it('is crossed by harm for certain, and tells it in numbers', () => {
    const harm = { treated: { people: 20_000, conversions: 400 }, heldOut: { people: 2_000, conversions: 100 } };
    const { state, words } = judgeLift(HARM, harm);
    expect(state).toBe('crossed');
    expect(words).toMatch(/^2 % \(400 of 20,000\) of those who got the offer and 5 % \(100 of 2,000\)/);
    expect(words).toContain('−3 percentage points');
    expect(judgeLift({ ...HARM, below: -0.02 }, harm).state).toBe('quiet');
  });

  it('acts without harm in fewer than one of twenty streams, however often it is looked', () => {
    const random = seededRandom(11);
    let stopped = 0;
    const streams = 300;
    for (let stream = 0; stream < streams; stream++) {
      if (stopsOf({ random, people: 3_000, rates: [0.06, 0.06] })) stopped += 1;
    }
    expect(stopped / streams).toBeLessThanOrEqual(0.05);
  });

  it('acts in nearly all streams where the offer halves conversion', () => {
    const random = seededRandom(12);
    let stopped = 0;
    for (let stream = 0; stream < 50; stream++) {
      if (stopsOf({ random, people: 12_000, rates: [0.06, 0.12] })) stopped += 1;
    }
    expect(stopped).toBeGreaterThanOrEqual(48);
  });
});

interface Stream {
  readonly random: ReturnType<typeof seededRandom>;
  readonly people: number;
  /** Conversion rates of the treated and of the held-out. */
  readonly rates: readonly [number, number];
}

const LOOKS = 60;

/** People come one after another, a tenth is held out, and who converts does so some time after. */
function stopsOf({ random, people, rates }: Stream): boolean {
  const counts = [0, 1].map(() => ({ people: new Float64Array(LOOKS + 1), conversions: new Float64Array(LOOKS + 1) }));
  for (let person = 0; person < people; person++) {
    const group = random.uniform() < 0.1 ? 1 : 0;
    const look = Math.ceil((LOOKS * (person + 1)) / people);
    counts[group]!.people[look]! += 1;
    if (random.uniform() >= rates[group]) continue;
    const after = look + Math.floor(-Math.log(random.uniform()) * 8);
    if (after <= LOOKS) counts[group]!.conversions[after]! += 1;
  }
  const [treated, heldOut] = [0, 1].map(() => ({ people: 0, conversions: 0 })) as [Seen, Seen];
  for (let look = 1; look <= LOOKS; look++) {
    [treated, heldOut].forEach((seen, group) => {
      seen.people += counts[group]!.people[look]!;
      seen.conversions += counts[group]!.conversions[look]!;
    });
    if (judgeLift(HARM, { treated, heldOut }).state === 'crossed') return true;
  }
  return false;
}

interface Seen {
  people: number;
  conversions: number;
}

it('watches lift with an interval that is wider than that of one look', () => {
  const lift = watchedLift({ people: 10_000, conversions: 700 }, { people: 1_000, conversions: 50 }, 0.95)!;
  expect(lift.value).toBeCloseTo(0.02);
  expect(lift.upper - lift.value).toBeGreaterThan(1.96 * Math.sqrt((0.07 * 0.93) / 10_000 + (0.05 * 0.95) / 1_000));
});

it('says when cost is ahead of plan, and by how much it may be', () => {
  const cost = { watch: 'cost', ahead: 0.2, then: 'alert' } as const;
  const watched = { planned: 1_000, time: null, currency: 'EUR' };
  expect(judgeCost(cost, { ...watched, spent: 1_200 }).state).toBe('quiet');
  expect(judgeCost(cost, { ...watched, spent: 1_200.01 })).toMatchObject({
    state: 'crossed',
    words:
      'its offers of the last 24 hours cost 1,200.01 EUR if all are redeemed that may still be, 1,000.00 EUR were planned, at most 1,200.00 EUR are allowed',
  });
});

describe('the guardrail on fallbacks', () => {
  const fallback = { watch: 'fallback', above: 0.1, within: 'PT1H', then: 'stop' } as const;
  const YEAR_OF_LOOKS = 525_600;

  it('tells a scorer that fails from one that failed now and then', () => {
    expect(judgeFallback(fallback, { needed: 19, without: 19, look: 1 }).state).toBe('waiting');
    expect(judgeFallback(fallback, { needed: 20, without: 20, look: YEAR_OF_LOOKS }).state).toBe('crossed');
    const perhaps = judgeFallback(fallback, { needed: 100, without: 14, look: 1 });
    expect(perhaps).toMatchObject({ state: 'quiet', words: expect.stringContaining('not more for certain') as string });
    expect(judgeFallback(fallback, { needed: 10_000, without: 1_400, look: YEAR_OF_LOOKS }).state).toBe('crossed');
  });

  it('finds three times the limit in 250 decisions, even after a year of looks', () => {
    expect(judgeFallback(fallback, { needed: 250, without: 75, look: YEAR_OF_LOOKS }).state).toBe('crossed');
  });
});

it('finds the draw that people did not come to as they should', () => {
  const good: DrawnGroup[] = [
    { group: 'heldOut', people: 102, share: 0.1 },
    { group: 'treated', people: 898, share: 0.9 },
  ];
  const bad: DrawnGroup[] = [
    { group: { arm: 'a' }, people: 4_072, share: 0.8 },
    { group: { arm: 'b' }, people: 2_035, share: 0.2 },
  ];
  expect(judgeSampleRatio([good]).state).toBe('quiet');
  const { state, figures, words } = judgeSampleRatio([good, bad]);
  expect(state).toBe('crossed');
  expect(figures['chiSquare']).toBeCloseTo(677.44, 2);
  expect(words).toContain('4,072 in a (66.7 %, drawn 80 %)');
});

describe('what guardrails go by, looked at again and again where nothing is wrong', () => {
  it('a window whose share is just at its limit exceeds it in fewer than one of twenty streams', () => {
    const random = seededRandom(13);
    const window = 100;
    const isFound = () => {
      const failed = Array.from({ length: 1_000 }, () => Number(random.uniform() < 0.1));
      let without = 0;
      return failed.some((one, place) => {
        without += one - (failed[place - window] ?? 0);
        const look = place + 1;
        return exceedsAtLook(without, Math.min(look, window), 0.1, { look, level: 0.95 });
      });
    };
    expect(shareOf(400, isFound)).toBeLessThanOrEqual(0.05);
  });

  it('people who are drawn as they should be are refuted at 99 % in no more than one of a hundred streams', () => {
    const random = seededRandom(14);
    const isFound = () => {
      const counts = [0, 0, 0];
      return Array.from({ length: 2_000 }, () => random.uniform()).some((place) => {
        const people = (counts[place < 0.5 ? 0 : place < 0.8 ? 1 : 2]! += 1);
        return people % 40 === 0 && sequentialSharesPValue(counts, [0.5, 0.3, 0.2], 0.99, { tightestAt: 1_000 }) < 0.01;
      });
    };
    expect(shareOf(200, isFound)).toBeLessThanOrEqual(0.01);
  });
});

function shareOf(streams: number, isFound: () => boolean): number {
  return Array.from({ length: streams }, isFound).filter(Boolean).length / streams;
}
