import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { choose, qualify } from '#strata/engine/decide';
import { type Decision, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { createLogger } from '#strata/platform/telemetry';
import { type Database } from '#strata/platform/database';
import { uuidv7 } from '#strata/kernel';
import { ProfileStore } from '#strata/profiles/people';
import { ReleaseStore } from '#strata/rulebook/releases';
import { seededRandom } from '#sdk';
import { campaignResult } from '#strata/statistics/policies';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { CurrentRelease } from '../../rulebook/releases/current-release.js';
import { DecisionLog } from '../log/decision-log.js';
import { DECISION_PERSON_STORE } from '../log/person-store.js';
import { OutcomeBook } from '../../ledger/outcomes/outcome-book.js';
import { replayStored } from '../replay/replay.js';
import { decisionExposures } from './project-decisions.js';
import { ReportedOutcome } from '../../ledger/outcomes/outcome.schema.js';
import { OUTCOME_PERSON_STORE } from '../../ledger/outcomes/person-store.js';
import { type StrategyResults } from '../../ledger/results/results.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const TABLES = ['outcomes', 'exposures', 'decisions', 'contacts', 'offer_counters', 'events', 'profiles', 'identities'];

function strategy(id: string, more: Partial<Strategy> = {}): Strategy {
  return {
    id,
    title: id,
    goal: {
      event: 'order_placed',
      value: 'amount',
      within: 'P14D',
      margin: 0.5,
      orderValue: 100,
      natural: { rate: 0 },
    },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'coupon' },
    offers: [
      {
        id: 'coupon',
        title: 'coupon',
        faceValue: 5,
        contactCost: 0.1,
        redemptionRate: 0.5,
        stock: 10,
        response: { rate: 0.5 },
      },
    ],
    limits: { budget: 40 },
    ...more,
  };
}

const plenty = strategy('plenty', {
  limits: {},
  offers: [{ ...strategy('').offers[0]!, stock: 1_000_000 }],
  experiment: { seed: 'p', holdout: 0.3 },
});
const DOCUMENTS: ReleaseDocuments = {
  facts: {},
  segments: [],
  models: [],
  strategies: [
    strategy('scarce'),
    strategy('other', { goal: { ...strategy('').goal, within: 'P2D' } }),
    strategy('nobody', { experiment: { seed: 'n', holdout: 1 }, limits: { perUser: { contacts: 1, within: 'P7D' } } }),
    plenty,
    {
      ...plenty,
      id: 'half',
      baseline: { title: 'nobody', offer: 'coupon', when: { not: { all: [] } } },
      experiment: { seed: 'h', arms: { model: 0.5, baseline: 0.5 } },
    },
    { ...plenty, id: 'arms', experiment: { seed: 'a', holdout: 0.4, arms: { model: 0.5, baseline: 0.5 } } },
  ],
};

describeOnBothHomes('the book of outcomes', (home) => {
  let database: Database;
  let log: DecisionLog;
  let releases: CurrentRelease;
  let book: OutcomeBook;
  let profiles: ProfileStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const store = new ReleaseStore(database);
    await store.push(DOCUMENTS, 'test');
    releases = new CurrentRelease(store, createLogger({ logLevel: 'silent' }));
    await releases.open();
    profiles = new ProfileStore(database, [DECISION_PERSON_STORE, OUTCOME_PERSON_STORE]);
  });
  beforeEach(async () => {
    log = new DecisionLog(database);
    book = new OutcomeBook({ database, releases, source: () => decisionExposures({ database, releases, log }) });
    await database.transaction(async (manager) => {
      for (const table of TABLES) await manager.query(`delete from ${table}`);
    });
  });
  afterAll(async () => {
    await releases.close();
    await database.close();
  });

  const decide = async (userId: string, asked: string, at = START, strategies = [asked]): Promise<Decision> => {
    const release = releases.get();
    const input = {
      id: uuidv7(),
      userId,
      now: at,
      strategies,
      facts: {},
      events: [],
      consent: [],
      suppressed: false,
      contacts: [],
    };
    const choice = choose(qualify(input, release), {}, log.spent(release, at));
    const { text } = await log.append({ choice, detail: 'none', context: null, idempotency: null });
    return JSON.parse(text) as Decision;
  };
  const order = (id: string, messageId: string, at: number, properties = {}) =>
    profiles.track([{ id, messageId, name: 'order_placed', at, properties: { amount: 80, ...properties } }]);
  const report = (body: object) => book.record(ReportedOutcome.schema.parse(body));
  const outcomes = () =>
    database.run((manager) =>
      manager.query<Record<string, unknown>[]>(
        'select id, exposure_id as decision, offer, value, redeemed from outcomes order by id',
      ),
    );
  const reserved = async (id: string): Promise<unknown> => {
    const rows = await database.run((manager) =>
      manager.query<{ offer: string; issued: number; micros: number }[]>(
        'select offer, issued, reserved_micros as micros from offer_counters where strategy = $1 order by offer',
        [id],
      ),
    );
    return { stock: rows.find(({ offer }) => offer === 'coupon')?.issued, budget: (rows[0]?.micros ?? 0) / 1e6 };
  };

  describe('counts a goal event', () => {
    it('for the last decision in whose window it falls, once, in whatever order things come', async () => {
      await decide('ada', 'scarce', START);
      const second = await decide('ada', 'scarce', START + 3 * DAY);
      await decide('ada', 'scarce', START + 9 * DAY);
      await order('ada', 'm1', START + 5 * DAY);
      await book.sweep(START);
      await order('ada', 'm1', START + 5 * DAY);
      await order('ada', 'm2', START + 4 * DAY);
      await book.sweep(START);
      await book.sweep(START);
      expect(await outcomes()).toEqual([
        { id: 'm1', decision: second.id, offer: 'coupon', value: 80, redeemed: false },
        { id: 'm2', decision: second.id, offer: 'coupon', value: 80, redeemed: false },
      ]);
    });

    it('from the moment of the decision until just before the end of the window', async () => {
      const { id } = await decide('ada', 'scarce');
      await order('ada', 'before', START - 1);
      await order('ada', 'first', START);
      await order('ada', 'last', START + 14 * DAY - 1);
      await order('ada', 'after', START + 14 * DAY);
      await book.sweep(START);
      expect((await outcomes()).map((outcome) => [outcome.id, outcome.decision])).toEqual([
        ['first', id],
        ['last', id],
      ]);
    });

    it('for one decision of several strategies: the last one whose window holds it', async () => {
      const first = await decide('ada', 'scarce', START);
      const second = await decide('ada', 'other', START + DAY);
      await order('ada', 'soon', START + 2 * DAY);
      await order('ada', 'late', START + 5 * DAY);
      await book.sweep(START);
      expect(await outcomes()).toMatchObject([
        { id: 'late', decision: first.id },
        { id: 'soon', decision: second.id },
      ]);
    });

    it('of a hold-out, who is held out once in the time in which an offer would be repeated', async () => {
      const first = await decide('ada', 'nobody', START);
      expect(first.outcome).toBe('holdout');
      await decide('ada', 'nobody', START + 6 * DAY);
      const third = await decide('ada', 'nobody', START + 7 * DAY);
      await order('ada', 'm1', START + 6.5 * DAY, { coupon: true });
      await order('ada', 'm2', START + 8 * DAY);
      await book.sweep(START);
      expect(await outcomes()).toMatchObject([
        { id: 'm1', decision: first.id, offer: null, redeemed: false },
        { id: 'm2', decision: third.id },
      ]);
      const { holdout } = await book.results({ strategy: 'nobody', level: 0.95 });
      expect(holdout).toMatchObject({ users: 1, contacts: 2, conversions: 1, value: 160 });
    });

    it('that came under another id of the person, also where that is learned later', async () => {
      const { id } = await decide('ada', 'scarce');
      await order('device', 'm1', START + DAY);
      await book.sweep(START);
      expect(await outcomes()).toEqual([]);
      await profiles.alias({ id: 'ada', previousId: 'device', at: START + 2 * DAY });
      await order('device', 'm2', START + DAY);
      await book.sweep(START);
      await book.sweep(START + 14 * DAY);
      expect(await outcomes()).toMatchObject([
        { id: 'm1', decision: id },
        { id: 'm2', decision: id },
      ]);
    });

    it('with its value, or the usual one where it says none', async () => {
      await decide('ada', 'scarce');
      await order('ada', 'm1', START + 1, { amount: '12.50' });
      await order('ada', 'm2', START + 1, { amount: 'a lot' });
      await order('ada', 'm3', START + 1, { amount: null });
      await book.sweep(START);
      expect((await outcomes()).map(({ value }) => value)).toEqual([12.5, 100, 100]);
    });
  });

  describe('takes a report', () => {
    it('of a decision, once by its id, also where the event was tracked', async () => {
      const { id } = await decide('ada', 'scarce');
      const body = {
        id: 'order-1',
        decisionId: id,
        value: 30,
        redeemed: true,
        at: new Date(START + DAY).toISOString(),
      };
      expect(await report(body)).toMatchObject({ decisionId: id, event: 'order_placed', value: 30, repeated: false });
      expect(await report({ ...body, value: 31 })).toMatchObject({ decisionId: id, value: 30, repeated: true });
      await order('ada', 'order-1', START + DAY);
      await book.sweep(START);
      expect(await outcomes()).toHaveLength(1);
    });

    it('of a user and a strategy, for its last decision', async () => {
      await decide('ada', 'scarce');
      const second = await decide('ada', 'scarce', START + DAY);
      const body = { userId: 'ada', strategy: 'scarce', at: new Date(START + 2 * DAY).toISOString() };
      expect(await report({ id: 'o1', ...body })).toMatchObject({ decisionId: second.id, value: 100 });
      expect(await report({ id: 'o2', ...body, event: 'coupon_viewed' })).toMatchObject({ value: 0 });
      const { treated } = await book.results({ strategy: 'scarce', level: 0.95 });
      expect(treated).toMatchObject({ users: 1, contacts: 2, conversions: 1, value: 100 });
    });

    it('outside of every window, and keeps nothing', async () => {
      const { id } = await decide('ada', 'scarce');
      const late = new Date(START + 14 * DAY).toISOString();
      expect(await report({ id: 'o1', decisionId: id, at: late })).toMatchObject({ decisionId: null });
      expect(await report({ id: 'o2', userId: 'bob', strategy: 'scarce' })).toMatchObject({ decisionId: null });
      expect(await outcomes()).toEqual([]);
    });

    it('but not of an unknown decision or strategy', async () => {
      await expect(report({ id: 'o1', decisionId: uuidv7() })).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const unknown = { id: 'o1', userId: 'ada', strategy: 'scarse' };
      await expect(report(unknown)).rejects.toMatchObject({ problems: [{ nearest: 'scarce' }] });
    });
  });

  describe('knows who was drawn into an arm', () => {
    const exposures = () =>
      database.run((manager) =>
        manager.query<{ user_id: string; role: string; arm: string; at: Date }[]>(
          'select user_id, role, arm, at from exposures order by user_id, at, role',
        ),
      );

    it('once a person, whatever it got', async () => {
      const decisions = [];
      for (const at of [START, START + 20 * DAY])
        for (const user of users(20)) decisions.push(await decide(user, 'half', at));
      await book.sweep(START + 20 * DAY);
      await book.sweep(START + 21 * DAY);
      const offered = decisions.filter(({ outcome }) => outcome === 'offer');
      expect(offered.length).toBeGreaterThan(0);
      expect(offered.length).toBeLessThan(40);
      const found = await exposures();
      expect(found.filter(({ role }) => role === 'treated')).toHaveLength(offered.length);
      const drawn = found.filter(({ role }) => role === 'drawn');
      expect(drawn.map(({ user_id: user }) => user)).toEqual([...users(20)].sort());
      expect(drawn.every(({ at }) => at.getTime() === START)).toBe(true);
      expect(Object.fromEntries(drawn.map(({ user_id: user, arm }) => [user, arm]))).toEqual(
        Object.fromEntries(decisions.map(({ userId, arm }) => [userId, arm])),
      );
    });

    it('of every strategy that was asked, also of those that did not win', async () => {
      const decisions = [];
      for (const user of users(20)) decisions.push(await decide(user, 'half', START, ['arms', 'half']));
      await book.sweep(START);
      const drawn = await database.run((manager) =>
        manager.query<{ user_id: string; strategy: string; arm: string }[]>(
          `select user_id, strategy, arm from exposures where role = 'drawn' order by strategy, user_id`,
        ),
      );
      expect(drawn).toHaveLength(40);
      const { strategies } = releases.get();
      for (const { user_id: user, strategy: id, arm } of drawn) {
        const { draws } = strategies.find(({ document }) => document.id === id)!;
        expect(arm).toBe(draws.arms[draws.armOf(user)]!.id);
      }
      const [first] = decisions;
      const replay = await replayStored((await log.find(first!.id))!, releases);
      expect(replay).toMatchObject({ equal: true });
    });

    it('and counts what it does there only where no offer or hold-out is behind it', async () => {
      const decisions = await Promise.all(users(20).map((user) => decide(user, 'half')));
      const offered = decisions.find(({ outcome }) => outcome === 'offer')!;
      const nothing = decisions.find(({ outcome }) => outcome === 'none')!;
      for (const { userId } of [offered, nothing]) {
        await order(userId, 'm1', START + DAY);
        await order(userId, 'm2', START + 100 * DAY);
      }
      await report({ id: 'o1', decisionId: nothing.id, value: 7, at: new Date(START + DAY).toISOString() });
      const { treated, holdout } = await book.results({ strategy: 'half', level: 0.95 });
      expect(treated).toMatchObject({ conversions: 1, value: 80 });
      expect(holdout.users).toBe(0);
      const counted = await outcomes();
      expect(counted).toHaveLength(5);
      expect(counted.filter(({ decision }) => decision === offered.id)).toHaveLength(1);
    });
  });

  describe('settles', () => {
    it('what was redeemed as spent, and gives back what was not when the window ends', async () => {
      const users = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
      const decisions = await Promise.all(users.map((user) => decide(user, 'scarce')));
      // 40 of budget pay 7 offers of 5.10.
      expect(decisions.filter(({ outcome }) => outcome === 'offer')).toHaveLength(7);
      expect(await reserved('scarce')).toEqual({ stock: 7, budget: 35.7 });
      const offered = decisions.filter(({ outcome }) => outcome === 'offer').map(({ userId }) => userId);
      await order(offered[0]!, 'm1', START + DAY, { coupon: true });
      await order(offered[1]!, 'm2', START + DAY, { offer: 'coupon' });
      await order(offered[2]!, 'm3', START + DAY, { coupon: 'another' });
      await book.sweep(START + 14 * DAY - 1);
      expect(await reserved('scarce')).toEqual({ stock: 7, budget: 35.7 });
      await book.sweep(START + 14 * DAY);
      expect(await reserved('scarce')).toEqual({ stock: 2, budget: 7 * 0.1 + 2 * 5 });
      await book.sweep(START + 15 * DAY);
      expect(await reserved('scarce')).toEqual({ stock: 2, budget: 10.7 });

      // Redeemed in time, heard of late: it was spent after all, and once.
      for (const messageId of ['m4', 'm5']) await order(offered[3]!, messageId, START + DAY, { redeemed: true });
      await book.sweep(START + 16 * DAY);
      expect(await reserved('scarce')).toEqual({ stock: 3, budget: 15.7 });
      log = new DecisionLog(database);
      expect(await decide('z', 'scarce', START + 16 * DAY)).toMatchObject({ outcome: 'offer' });
      expect(await reserved('scarce')).toEqual({ stock: 4, budget: 20.8 });
    });

    it('a report at once', async () => {
      const { id } = await decide('ada', 'scarce');
      await book.sweep(START + 14 * DAY);
      expect(await reserved('scarce')).toEqual({ stock: 0, budget: 0.1 });
      await report({ id: 'o1', decisionId: id, redeemed: true, at: new Date(START).toISOString() });
      expect(await reserved('scarce')).toEqual({ stock: 1, budget: 5.1 });
    });

    it('once, however many sweep at once', async () => {
      const offered = await Promise.all(['a', 'b', 'c', 'd'].map((user) => decide(user, 'scarce')));
      await order(offered[0]!.userId, 'm1', START + DAY, { coupon: true });
      const books = Array.from(
        { length: 6 },
        () => new OutcomeBook({ database, releases, source: () => decisionExposures({ database, releases, log }) }),
      );
      await Promise.all([
        ...books.map((one) => one.sweep(START + 20 * DAY)),
        ...Array.from({ length: 6 }, () =>
          report({ id: 'o1', decisionId: offered[1]!.id, redeemed: true, at: new Date(START).toISOString() }),
        ),
      ]);
      await book.sweep(START + 20 * DAY);
      expect(await reserved('scarce')).toEqual({ stock: 2, budget: 4 * 0.1 + 2 * 5 });
      expect(await outcomes()).toHaveLength(2);
    });
  });

  describe('has results', () => {
    it('as computed by hand', async () => {
      const decisions = await Promise.all(users(500).map((user) => decide(user, 'plenty')));
      const treated = decisions.filter(({ outcome }) => outcome === 'offer');
      const heldOut = decisions.filter(({ outcome }) => outcome === 'holdout');
      expect(treated.length + heldOut.length).toBe(500);
      // Of the treated 60 order for 80, 40 of them with the coupon, and 10 of these once more; of the held out 8 for 80.
      await profiles.track([
        ...treated.slice(0, 60).map(({ userId }, index) => event(userId, 'm1', { amount: 80, coupon: index < 40 })),
        ...treated.slice(0, 10).map(({ userId }) => event(userId, 'm2', { amount: 20, coupon: true })),
        ...heldOut.slice(0, 8).map(({ userId }) => event(userId, 'm1', { amount: 80 })),
      ]);
      const results = await book.results({ strategy: 'plenty', level: 0.95 });
      const [n, h] = [treated.length, heldOut.length];
      expect(results.treated).toEqual({
        users: n,
        contacts: n,
        conversions: 60,
        redeemed: 40,
        value: 60 * 80 + 10 * 20,
        openWindows: n - 40,
      });
      expect(results.holdout).toMatchObject({ status: 'used', users: h, conversions: 8, value: 640 });
      const cost = n * 0.1 + 40 * 5;
      const incrementalValue = 5000 - (640 / h) * n;
      expect(results.result).toMatchObject({ basis: 'incremental', redeemed: 40 });
      expect(results.result?.cost).toBeCloseTo(cost, 9);
      expect(results.result?.incremental?.value).toBeCloseTo(60 - (8 / h) * n, 9);
      expect(results.result?.incrementalValue?.value).toBeCloseTo(incrementalValue, 9);
      expect(results.result?.roi?.value).toBeCloseTo((0.5 * incrementalValue - cost) / cost, 9);
      const variance = (50 * 6400 + 10 * 10_000) / n - (5000 / n) ** 2;
      const other = (8 * 6400) / h - (640 / h) ** 2;
      const error = n * Math.sqrt(variance / (n - 1) + other / (h - 1));
      expect(results.result?.incrementalValue?.upper).toBeCloseTo(incrementalValue + 1.959963984540054 * error, 6);
    });

    it('by arm, each against its own hold-out, and by day of the decisions', async () => {
      const decisions = await Promise.all(
        users(600).map((user, index) => decide(user, 'arms', START + (index % 2) * DAY)),
      );
      const results = await book.results({ strategy: 'arms', level: 0.9 });
      for (const arm of ['model', 'baseline']) {
        const counted = results.arms.find((group) => group.arm === arm);
        const mine = decisions.filter((decision) => decision.arm === arm);
        expect(counted?.treated.users).toBe(mine.filter(({ outcome }) => outcome === 'offer').length);
        expect(counted?.holdout.users).toBe(mine.filter(({ outcome }) => outcome === 'holdout').length);
        expect(counted?.result?.conversionRate.level).toBe(0.9);
      }
      expect(results.days.map(({ day, treated, holdout }) => [day, treated.users + holdout.users])).toEqual([
        ['2026-03-01', 300],
        ['2026-03-02', 300],
      ]);
      const from = new Date(START + DAY).toISOString();
      const second = await book.results({ strategy: 'arms', level: 0.95, from });
      expect(second.days.map(({ day }) => day)).toEqual(['2026-03-02']);
      expect(second.treated.users).toBe(results.days[1]?.treated.users);
    });

    it('that are gross, and say so, where nobody or too few were held out', async () => {
      await decide('ada', 'scarce');
      const missing = await book.results({ strategy: 'scarce', level: 0.95 });
      expect(missing).toMatchObject({ holdout: { status: 'missing' }, result: { basis: 'gross', incremental: null } });
      await Promise.all(users(100).map((user) => decide(user, 'plenty')));
      const few = await book.results({ strategy: 'plenty', level: 0.95 });
      expect(few).toMatchObject({ holdout: { status: 'too small' }, result: { basis: 'gross' } });
      expect(few.holdout.users).toBeGreaterThan(0);
      const empty = await book.results({ strategy: 'other', level: 0.95 });
      expect(empty).toMatchObject({ treated: { users: 0 }, result: null });
      await expect(book.results({ strategy: 'x', level: 0.95 })).rejects.toMatchObject({ code: 'UNKNOWN_STRATEGY' });
    });

    it('whose intervals hold the true lift of a simulated population', async () => {
      const random = seededRandom(11);
      const [natural, treatedRate] = [0.08, 0.2];
      const decisions = await Promise.all(users(3_000).map((user) => decide(user, 'plenty')));
      const buyers = decisions.filter(
        ({ outcome }) => random.uniform() < (outcome === 'offer' ? treatedRate : natural),
      );
      await profiles.track(
        buyers.map(({ userId }) => event(userId, 'm1', { amount: Math.round(50 + 100 * random.uniform()) })),
      );
      const { treated, result } = await book.results({ strategy: 'plenty', level: 0.95 });
      const truth = (treatedRate - natural) * treated.users;
      expectToHold(result?.incremental, truth);
      expectToHold(result?.incrementalValue, truth * 100);
      expectToHold(result?.profit, 0.5 * truth * 100 - (result?.cost ?? 0));
    });
  });

  describe('outlives a clock that was wrong', () => {
    const YEAR = 365 * DAY;
    afterEach(() => {
      vi.useRealTimers();
    });
    const setClock = (ahead: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ahead });
    };

    it('counts what comes after a start with a clock that was ahead', async () => {
      setClock(YEAR);
      await decide('early', 'scarce');
      await order('early', 'm1', START + DAY);
      await book.sweep(START);
      vi.useRealTimers();
      const { id } = await decide('ada', 'scarce');
      await order('ada', 'm2', START + DAY);
      await book.sweep(START);
      expect((await outcomes()).map((outcome) => outcome.id)).toEqual(['m1', 'm2']);
      expect(await outcomes()).toContainEqual(expect.objectContaining({ id: 'm2', decision: id }));
    });

    it('counts decisions of two servers whose clocks differ', async () => {
      for (const [index, ahead] of [0, 20 * 60_000, -20 * 60_000, 0].entries()) {
        vi.useRealTimers();
        setClock(ahead);
        const user = `user-${String(index)}`;
        await decide(user, 'scarce');
        await book.sweep(START);
        await order(user, `m${String(index)}`, START + DAY);
        await book.sweep(START);
      }
      expect(await outcomes()).toHaveLength(4);
    });

    it('opens the windows again that it ended too early', async () => {
      await decide('ada', 'scarce');
      const held = await reserved('scarce');
      await book.sweep(START + YEAR);
      expect(await reserved('scarce')).not.toEqual(held);
      await book.sweep(START + DAY);
      expect(await reserved('scarce')).toEqual(held);
      await book.sweep(START + 14 * DAY);
      expect(await reserved('scarce')).toMatchObject({ stock: 0 });
    });

    it('reads everything again where the database was restored into another server', async () => {
      const first = await decide('ada', 'scarce');
      await order('ada', 'm1', START + DAY);
      await book.sweep(START);
      await database.run(async (manager) => {
        await manager.query('update outcome_progress set decisions_until = 4e15, events_until = 4e15');
        await manager.query('update decisions set written_in = 4e15 - 1');
      });
      const second = await decide('bob', 'scarce');
      await order('bob', 'm2', START + DAY);
      await book.sweep(START);
      expect((await outcomes()).map(({ decision }) => decision)).toEqual([first.id, second.id]);
      const left = await database.run((manager) =>
        manager.query<unknown[]>('select id from decisions where written_in > 1e15'),
      );
      expect(left).toEqual([]);
    });
  });

  it('forgets an erased person and exports what it knows', async () => {
    const { id } = await decide('ada', 'scarce');
    await decide('bob', 'scarce');
    await report({ id: 'o1', decisionId: id, at: new Date(START).toISOString() });
    const exported = await profiles.exportAll('ada');
    expect(exported.outcomes).toMatchObject([{ exposures: [{ id, source: 'decision' }], outcomes: [{ id: 'o1' }] }]);
    expect(await profiles.erase('ada')).toMatchObject({ outcomes: 2 });
    await book.sweep(START);
    const left = await database.run((manager) => manager.query<unknown>('select user_id from exposures'));
    expect(left).toEqual([{ user_id: 'bob' }]);
  });
});

it('gives intervals that hold the true return about as often as they say', () => {
  const random = seededRandom(3);
  const group = (users: number, rate: number) => {
    const values = Array.from({ length: users }, () => (random.uniform() < rate ? 50 + 100 * random.uniform() : 0));
    const conversions = values.filter((value) => value > 0).length;
    const sum = (of: (value: number) => number) => values.reduce((total, value) => total + of(value), 0);
    return { users, conversions, value: sum((value) => value), valueSquares: sum((value) => value * value) };
  };
  const [natural, treatedRate, size, times] = [0.08, 0.2, 700, 400];
  const cost = 900;
  let held = 0;
  for (let i = 0; i < times; i++) {
    const [treated, holdout] = [group(size, treatedRate), group(size / 2, natural)];
    const money = { redeemed: 0, contactCost: 0, faceValue: 0, margin: 0.5, cost };
    const { roi } = campaignResult({ treated, holdout, ...money });
    const truth = (0.5 * (treatedRate - natural) * size * 100 - cost) / cost;
    if (roi !== null && roi.lower < truth && truth < roi.upper) held += 1;
  }
  expect(held / times).toBeGreaterThan(0.92);
  expect(held / times).toBeLessThan(0.98);
});

function users(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `user-${String(index)}`);
}

function event(id: string, messageId: string, properties: object) {
  return { id, messageId, name: 'order_placed', at: START + 2 * DAY, properties: { ...properties } };
}

function expectToHold(
  estimate: NonNullable<StrategyResults['result']>['incremental'] | undefined,
  truth: number,
): void {
  expect(estimate?.lower).toBeLessThan(truth);
  expect(estimate?.upper).toBeGreaterThan(truth);
}
