import { afterAll, beforeAll, expect, it } from 'vitest';
import { choose, describe as describeDecision, qualify } from '#strata/engine/decide';
import { type ArmPolicy, type Decision, type ExperimentArm, type Strategy } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { createLogger } from '#strata/platform/telemetry';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { ProfileStore } from '#strata/profiles/people';
import { FactGatherer } from '#strata/profiles/facts';
import { ReleaseStore } from '#strata/rulebook/releases';
import { StrategySwitches } from '#strata/ledger/switches';
import { type ChampionScorers } from '#strata/models/registry';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { OutcomeBook } from '../../ledger/outcomes/outcome-book.js';
import { OUTCOME_PERSON_STORE } from '../../ledger/outcomes/person-store.js';
import { CurrentRelease } from '../../rulebook/releases/current-release.js';
import { decisionExposures } from '../exposures/project-decisions.js';
import { DecisionLog } from '../log/decision-log.js';
import { DECISION_PERSON_STORE } from '../log/person-store.js';
import { replayStored } from '../replay/replay.js';
import { StrategySimulator } from '../simulate/simulator.js';
import { learnSome } from './learn.js';
import { policyArm } from './policy-arm.js';
import { shownPolicies } from './policies.schema.js';
import { PolicyDesk } from './policy-desk.js';
import { PolicyRecords } from './policy-record.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const PEOPLE = 60;
const BANDIT: ArmPolicy = { policy: 'bandit', explore: 0.05, context: ['age'] };
const OFFER = { title: 'O', faceValue: 5, redemptionRate: 0.5, contactCost: 0.1, response: { rate: 0.5 } };

function strategy(id: string, by: ArmPolicy): Strategy {
  return {
    id,
    title: id,
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0 } },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'coupon' },
    offers: [
      { ...OFFER, id: 'coupon' },
      { ...OFFER, id: 'gift' },
      { ...OFFER, id: 'ruin', contactCost: 900 },
    ],
    experiment: { seed: id, arms: [{ id: 'explorer', share: 1, by }] },
  };
}

const age = { type: 'number' as const, from: { profile: 'age' }, words: 'age' };
const DOCUMENTS = {
  shop: { timeZone: 'Asia/Shanghai' },
  facts: { age },
  segments: [],
  models: [],
  strategies: [strategy('explored', BANDIT), strategy('broken', { policy: 'nowhere' })],
};

describeOnBothHomes('policies', (home) => {
  const logger = createLogger({ logLevel: 'silent' });
  let database: Database;
  let releases: CurrentRelease;
  let host: PluginHost;
  let log: DecisionLog;
  let desks: PolicyDesk[];
  beforeAll(async () => {
    database = await freshDatabase(home);
    const store = new ReleaseStore(database);
    await store.push(DOCUMENTS, 'test');
    releases = new CurrentRelease(store, logger);
    await releases.open();
    host = await openPluginHost({ directories: defaultPluginDirectories({}) });
    log = new DecisionLog(database);
    desks = [0, 1].map(() => new PolicyDesk({ database, releases, host, log: logger }));
  });
  afterAll(async () => {
    await Promise.all(desks.map((desk) => desk.close()));
    await host.close();
    await releases.close();
    await database.close();
  });

  const choiceFor = (userId: string, asked: string, at: number, desk: PolicyDesk) => {
    const people = { userId, facts: { age: 30 }, events: [], consent: [], suppressed: false, contacts: [] };
    const input = { id: uuidv7(), now: at, strategies: [asked], ...people };
    return desk.complete(choose(qualify(input, releases.get()), {}, log.spent(releases.get(), at)));
  };
  const decide = async (userId: string, at: number, desk = desks[0]!): Promise<Decision> => {
    const choice = await choiceFor(userId, 'explored', at, desk);
    const { text } = await log.append({ choice, detail: 'summary', context: null, idempotency: null });
    return JSON.parse(text) as Decision;
  };
  const state = async () => {
    const rows = await database.run((manager) =>
      manager.query<{ version: number; rewards: string }[]>('select version, rewards from policy_states'),
    );
    return rows.map(({ version, rewards }) => ({ version, rewards: Number(rewards) }));
  };

  it('draw among eligible offers with the propensity that is stored, and replay gives the same', async () => {
    for (let person = 0; person < PEOPLE; person++) {
      const decision = await decide(`u${person}`, START);
      expect(['coupon', 'gift']).toContain(decision.offer?.id);
      expect(decision.propensity).toBeCloseTo(0.5, 9);
      const stored = (await log.find(decision.id))!;
      expect(await replayStored(stored, releases)).toMatchObject({ equal: true });
    }
  });

  it('learn what came of each offer once, whichever process does, and share it', async () => {
    const profiles = new ProfileStore(database, [DECISION_PERSON_STORE, OUTCOME_PERSON_STORE]);
    const book = new OutcomeBook({ database, releases, source: () => decisionExposures({ database, releases, log }) });
    const [one, other] = desks as [PolicyDesk, PolicyDesk];
    const gifts = new Set<string>();
    for (let person = 0; person < PEOPLE; person++) {
      const [made] = await log.findOfUser({ userId: `u${person}`, before: null, limit: 1 });
      if ((JSON.parse(made!.decision) as Decision).offer?.id === 'gift') gifts.add(`u${person}`);
    }
    await profiles.track(
      [...gifts].map((id) => ({ id, messageId: id, name: 'order_placed', at: START + DAY, properties: {} })),
    );
    await book.sweep(START + 2 * DAY);
    await Promise.all([one.learn(START + 2 * DAY), other.learn(START + 2 * DAY)]);
    expect(await state()).toEqual([]);
    await book.sweep(START + 15 * DAY);
    await Promise.all([one.learn(START + 15 * DAY), other.learn(START + 15 * DAY)]);
    expect(await state()).toEqual([{ version: 1, rewards: PEOPLE }]);
    await one.learn(START + 16 * DAY);
    expect(await state()).toEqual([{ version: 1, rewards: PEOPLE }]);
    const fresh = new PolicyDesk({ database, releases, host, log: logger });
    const decision = await decide('new', START + 16 * DAY, fresh);
    await fresh.close();
    expect(decision.offer?.id === 'gift' ? decision.propensity! : 1 - decision.propensity!).toBeCloseTo(0.95, 3);
  });

  it('tell a marketer what they learned, by offer and in words', async () => {
    const switches = new StrategySwitches({ database, releases, log: logger });
    const records = new PolicyRecords(database, releases, switches, desks[0]!);
    const { arms } = shownPolicies(await records.read('explored', START + 16 * DAY));
    expect(arms).toMatchObject([{ arm: 'explorer', policy: 'bandit', reward: 'conversion', switchedOff: null }]);
    const [{ offers, learned, words } = arms[0]!] = arms;
    expect(learned).toMatchObject({ version: 1, rewards: PEOPLE });
    const [coupon, gift, ruin] = offers;
    expect(coupon!.rewards + gift!.rewards).toBe(PEOPLE);
    expect(gift).toMatchObject({ offer: 'gift', mean: { value: 1, upper: 1 } });
    expect(gift!.conversions).toBe(gift!.rewards);
    expect(coupon!.mean!.value).toBe(0);
    expect(ruin).toMatchObject({ offered: 0, rewards: 0, mean: null });
    expect(offers.reduce((sum, { probability }) => sum + probability!, 0)).toBeCloseTo(1, 9);
    expect(words.join(' ')).toMatch(
      /It has learned from 60 offers, 1 time, last on 2026-03-16 08:00 \(Asia\/Shanghai\)\. It makes gift in \d+ of 100 now/,
    );
  });

  it('choose in simulations as they do, the same on both sides, and nothing is learned or logged', async () => {
    const scorers = { score: () => Promise.reject(new Error('no model is asked')) } as unknown as ChampionScorers;
    const gatherer = new FactGatherer(database);
    const sound = compileRelease({ ...DOCUMENTS, strategies: [DOCUMENTS.strategies[0]!] }, 'sha256:2');
    const published = { get: () => sound } as unknown as CurrentRelease;
    const simulator = new StrategySimulator(database, published, scorers, gatherer, host, desks[0]!);
    const simulate = (by: ExperimentArm['by']) => {
      const draft = { ...strategy('explored', BANDIT), experiment: { seed: 'explored', arms: [{ id: 'explorer', share: 1, by }] } }; // prettier-ignore
      return simulator.simulate({ id: 'explored', draft, users: 100, signal: new AbortController().signal });
    };
    const before = await state();
    const same = await simulate(BANDIT);
    expect(same.draft.outcomes.offer).toBeGreaterThan(0);
    expect(same.changed.users).toBe(0);
    const byModel = await simulate('model');
    expect(byModel.changed.users).toBeGreaterThan(0);
    expect(await state()).toEqual(before);
  });

  it('begin anew with other options, from all that the ledger knows', async () => {
    const arm = policyArm('explored', 'explorer', { ...BANDIT, reward: 'profit' });
    const policy = await host.openPolicy({ plugin: 'bandit', reward: 'profit', state: null });
    expect(await learnSome(database, arm, { policy, version: 0 }, START + 16 * DAY)).toBe(false);
    const probabilities = await policy.choose({ offers: ['coupon', 'gift'], context: Float64Array.of(1, 30) });
    expect(probabilities[1]).toBeGreaterThan(0.99);
    expect(await state()).toEqual([{ version: 1, rewards: PEOPLE }]);
    await policy.close();
  });

  it('that give no answer leave the choice to the profit, and the decision says so', async () => {
    const decision = describeDecision(await choiceFor('x', 'broken', START, desks[0]!), 'summary');
    expect(decision).toMatchObject({ outcome: 'offer', fallback: 'POLICY_FAILED', propensity: 1 });
    expect(decision.reasons.map(({ code }) => code)).toContain('POLICY_FAILED');
  });
});
