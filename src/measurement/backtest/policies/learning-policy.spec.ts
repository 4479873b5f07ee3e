import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Strategy } from '#strata/engine';
import { type Policy } from '#strata/plugin-host';
import { type Reward } from '#sdk';
import { type HistoryRows } from '../history/history-rows.js';
import { judgedPolicy } from './judged-policy.js';
import { armPolicyOf, learnedChances, type Lessons } from './learning-policy.js';
import { parsePolicy } from './policy-choice.js';
import { stretchesOf } from './stretches.js';

const OFFERS = ['a', 'b', 'c'].map((id) => ({
  ...{ id, title: id, faceValue: 0, redemptionRate: 1, contactCost: 0 },
  response: { rate: 0.1 },
}));
const strategy: Strategy = {
  id: 'three',
  title: 'Three',
  goal: { event: 'order', within: 'P1D', margin: 1, orderValue: 1 },
  segment: { all: [] },
  baseline: { title: 'a', offer: 'a' },
  offers: OFFERS,
  experiment: { seed: 's', arms: [{ id: 'explorer', share: 1, by: { policy: 'any', context: ['row'] } }] },
};

/** What was known when somebody was chosen for. */
interface Asked {
  readonly row: number;
  readonly offers: readonly string[];
  readonly taught: readonly Reward[];
}

/** A policy that writes down what it is told, and chooses the last offer in nine of ten. */
function recorded(asked: Asked[]): Policy {
  const taught: Reward[] = [];
  return {
    choose({ offers, context }) {
      asked.push({ row: context[1]!, offers, taught: [...taught] });
      const rest = 0.1 / (offers.length - 1);
      return Promise.resolve(Float64Array.from(offers, (_, place) => (place === offers.length - 1 ? 0.9 : rest)));
    },
    learn(rewards) {
      taught.push(...rewards);
      return Promise.resolve(new Uint8Array());
    },
    restore: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function lessonsOf(times: readonly number[], within: number, asked: Asked[]): Lessons {
  const rows = times.length;
  const values = Float64Array.from(times.keys());
  const history = {
    rows,
    facts: new Map([['row', { name: 'row', type: 'number', kind: 'number', values }]]),
  } as unknown as HistoryRows;
  const moments = Float64Array.from(times);
  return {
    ...{ strategy, history, times: moments, within },
    logged: {
      rows: Uint32Array.from(times.keys()),
      arm: Int8Array.from(times, (_, row) => row % 4),
      propensity: Float64Array.from(times, (_, row) => (row % 7 === 0 ? 1 : 0.5)),
      person: Uint32Array.from(times.keys()),
      converted: Float64Array.from(times, (_, row) => row % 2),
      profit: new Float64Array(rows),
    },
    stretches: stretchesOf(moments, within),
    eligible: OFFERS.map((_, place) => Uint8Array.from(times, (__, row) => Number(row % 3 >= place))),
    host: { openPolicy: () => Promise.resolve(recorded(asked)) },
  };
}

const moments = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constant(Number.NaN)), { maxLength: 200 });

describe('a policy that learns on its way through a log', () => {
  it('knows of each row only what had come of earlier draws by then, and all of that but the last moments', async () => {
    await fc.assert(
      fc.asyncProperty(moments, fc.integer({ min: 0, max: 50 }), async (times, within) => {
        const asked: Asked[] = [];
        const lessons = lessonsOf(times, within, asked);
        await learnedChances(armPolicyOf({ by: 'arm', arm: 'explorer' }, strategy), lessons);
        for (const { row, offers, taught } of asked) {
          const now = times[row]!;
          expect(taught.every((reward) => reward.at + within <= now && reward.at < now)).toBe(true);
          expect(offers).toEqual(['a', 'b', 'c'].slice(0, (row % 3) + 1));
          const begins = lessons.stretches.find(({ rows }) => rows.includes(row))!.from;
          const drawn = times.filter(
            (at, other) => other % 4 > 0 && other % 7 > 0 && at + within <= begins && at < begins,
          );
          expect(taught.length).toBe(drawn.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('chooses among what a row may get, with the exploration of the arm', async () => {
    const times = Array.from({ length: 30 }, (_, row) => row);
    const chances = await learnedChances({ policy: 'any', explore: 0.1, context: ['row'] }, lessonsOf(times, 1, []));
    const of = (row: number) => chances.map((values) => values[row]!);
    expect(of(12)).toEqual([0, 1, 0, 0]);
    expect(of(13).map((chance) => Math.round(1e6 * chance) / 1e6)).toEqual([0, 0.18, 0.82, 0]);
    expect(of(14).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(of(0)).toEqual([0, 0, 0, 0]);
  });

  it('is one of the arms of the strategy, or is told which it has', () => {
    expect(armPolicyOf({ by: 'policy', policy: { policy: 'bandit' } }, strategy)).toEqual({ policy: 'bandit' });
    expect(() => armPolicyOf({ by: 'arm', arm: 'exporer' }, strategy)).toThrow(
      expect.objectContaining({ code: 'BAD_USAGE', problems: [expect.objectContaining({ nearest: 'explorer' })] }),
    );
  });
});

it('nobody is given what a row could not have got', () => {
  const eligible = [Uint8Array.of(1, 0), Uint8Array.of(1, 0), Uint8Array.of(0, 0)];
  const sources = {
    ...{ strategy, rankings: null, learned: new Map() },
    history: { eligible } as unknown as HistoryRows,
  };
  const chances = (text: string, row: number) => {
    const { chance } = judgedPolicy(parsePolicy(text)!, sources);
    return [0, 1, 2, 3].map((arm) => chance!(row, arm));
  };
  expect(chances('uniform', 0)).toEqual([0, 0.5, 0.5, 0]);
  expect(chances('uniform', 1)).toEqual([1, 0, 0, 0]);
  expect(chances('offer:b', 0)).toEqual([0, 0, 1, 0]);
  expect(chances('offer:c', 0)).toEqual([1, 0, 0, 0]);
});
