import { expect, it } from 'vitest';
import { type ArmPolicy } from '#strata/engine';
import { type Policy } from '#strata/plugin-host';
import { seededRandom } from '#sdk';
import { type Estimate } from '#strata/statistics';
import { policyLead, type PolicyLog, policyValue } from '#strata/statistics/policies';
import bandit from '../../plugins/bandit/index.js';
import { drawnArm, OFFER_CHANCES, OFFER_RATES, OFFER_STRATEGY } from '../../bench/off-policy/offer-log.js';
import { type HistoryRows } from '../../src/measurement/backtest/history/history-rows.js';
import { learnedChances, type Lessons } from '../../src/measurement/backtest/policies/learning-policy.js';
import { pickLogged } from '../../src/measurement/backtest/policies/logged-rows.js';
import { stretchesOf } from '../../src/measurement/backtest/policies/stretches.js';

const ROWS = 1500;
const DAY = 86_400_000;
const RUNS = 30;
const POLICY: ArmPolicy = {
  policy: 'bandit',
  options: { algorithm: 'linucb' },
  explore: 0.02,
  context: [{ fact: 'kind', is: ['keen'] }],
};

/** The plugin in this process: a process for each of many logs would take longer than all the rest. */
function openBandit(options: unknown): Policy {
  const own = bandit.options.parse(options);
  let state = bandit.begin(own, 'conversion');
  return {
    choose(question) {
      const out = new Float64Array(question.offers.length);
      bandit.choose(state, question, own, out);
      return Promise.resolve(out);
    },
    learn(rewards) {
      state = bandit.learn(state, rewards, own);
      return Promise.resolve(new Uint8Array());
    },
    restore: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** A log of two kinds of people over sixty days, of whom one takes to one offer and one to another. */
function drawnLog(seed: number) {
  const random = seededRandom(seed);
  const all = Array.from({ length: ROWS }, (_, row) => {
    const kind = random.integer(2);
    const arm = drawnArm(OFFER_CHANCES[kind]!, random.uniform());
    const converted = Number(random.uniform() < OFFER_RATES[kind]![arm]!);
    return { kind, arm, converted, propensity: OFFER_CHANCES[kind]![arm]!, at: (60 * DAY * row) / ROWS };
  });
  const codes = Int32Array.from(all, ({ kind }) => kind);
  const column = { name: 'kind', type: 'category', kind: 'category', codes, categories: ['gone', 'keen'] } as const;
  const times = Float64Array.from(all, ({ at }) => at);
  const within = 7 * DAY;
  const lessons: Lessons = {
    ...{ strategy: OFFER_STRATEGY, times, within, eligible: null },
    history: { rows: ROWS, facts: new Map([['kind', column]]) } as unknown as HistoryRows,
    logged: {
      rows: Uint32Array.from(all.keys()),
      arm: Int8Array.from(all, ({ arm }) => arm),
      propensity: Float64Array.from(all, ({ propensity }) => propensity),
      person: Uint32Array.from(all.keys()),
      converted: Float64Array.from(all, ({ converted }) => converted),
      profit: new Float64Array(ROWS),
    },
    stretches: stretchesOf(times, within),
    host: { openPolicy: ({ options }) => Promise.resolve(openBandit(options)) },
  };
  return { lessons, kinds: codes };
}

it('intervals of a policy that learned hold what it would truly have brought, and say that it is better where it is', async () => {
  const held = { ipw: 0, snipw: 0, dr: 0, lead: 0 };
  let [foundBetter, earned] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    const { lessons, kinds } = drawnLog(run + 1);
    const chances = await learnedChances(POLICY, lessons);
    const rows = Uint32Array.from(lessons.stretches.flatMap((stretch) => [...stretch.rows])).sort();
    const { arm, propensity, converted } = pickLogged(lessons.logged, rows);
    const truthOf = (chance: (row: number, arm: number) => number) =>
      [...rows].reduce(
        (sum, row) =>
          sum + [0, 1, 2, 3].reduce((own, one) => own + chance(row, one) * OFFER_RATES[kinds[row]!]![one]!, 0),
        0,
      ) / rows.length;
    const logOf = (chance: (row: number, arm: number) => number): PolicyLog => ({
      ...{ reward: converted, propensity },
      agreement: Float64Array.from(rows, (row, place) => chance(row, arm[place]!)),
      // A model that is wrong.
      predicted: { logged: converted.map(() => 0.2), policy: converted.map(() => 0.2) },
    });
    const learned = (row: number, one: number) => chances[one]![row]!;
    const evenly = (_: number, one: number) => (one === 0 ? 0 : 1 / 3);
    const random = seededRandom(run + 1);
    const options = { uniform: () => random.uniform(), replicates: 150 };
    const value = policyValue(logOf(learned), options);
    if (value.status === 'refused') throw new Error(value.reason);
    const lead = policyLead(logOf(learned), logOf(evenly), options);
    const [truth, even] = [truthOf(learned), truthOf(evenly)];
    for (const way of ['ipw', 'snipw', 'dr'] as const) held[way] += holds(value[way]!, truth);
    held.lead += holds(lead, truth - even);
    foundBetter += Number(lead.lower > 0);
    earned += truth / RUNS;
  }
  // It learns what the best offer of each kind is: 0.35 would be perfect, and no offer for all brings more than 0.25.
  expect(earned).toBeGreaterThan(0.3);
  expect(foundBetter).toBeGreaterThanOrEqual(0.95 * RUNS);
  // Of thirty intervals of 95 %, chance leaves fewer than 25 in one of three hundred runs.
  for (const [way, times] of Object.entries(held)) expect(times, way).toBeGreaterThanOrEqual(25);
});

function holds({ lower, upper }: Estimate, truth: number): number {
  return Number(lower <= truth && truth <= upper);
}
