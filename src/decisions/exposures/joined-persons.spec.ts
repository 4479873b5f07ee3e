import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { choose, qualify } from '#strata/engine/decide';
import { type Decision, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { createLogger } from '#strata/platform/telemetry';
import { type Database } from '#strata/platform/database';
import { uuidv7 } from '#strata/kernel';
import { FactGatherer } from '#strata/profiles/facts';
import { ProfileStore } from '#strata/profiles/people';
import { ReleaseStore } from '#strata/rulebook/releases';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { CurrentRelease } from '../../rulebook/releases/current-release.js';
import { gatherInput } from '../decide/input-gatherer.js';
import { DecisionLog } from '../log/decision-log.js';
import { findDecision } from '../log/rows/decision-table.js';
import { OutcomeBook } from '../../ledger/outcomes/outcome-book.js';
import { ReportedOutcome } from '../../ledger/outcomes/outcome.schema.js';
import { decisionExposures } from './project-decisions.js';
import { replayStored } from '../replay/replay.js';

const NOTHING_OFF = { among: () => undefined };

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 1);

function strategy(id: string, more: Partial<Strategy> = {}): Strategy {
  return {
    id,
    title: id,
    goal: { event: 'order_placed', within: 'P14D', margin: 0.5, orderValue: 100, natural: { rate: 0 } },
    segment: { all: [] },
    baseline: { title: 'all', offer: 'coupon' },
    offers: [
      { id: 'coupon', title: 'coupon', faceValue: 5, contactCost: 0.1, redemptionRate: 0.5, response: { rate: 0.5 } },
    ],
    limits: { perUser: { contacts: 1, within: 'P7D' } },
    ...more,
  };
}

const DOCUMENTS: ReleaseDocuments = {
  facts: {},
  segments: [],
  models: [],
  strategies: [
    strategy('once'),
    strategy('twice', { limits: { perUser: { contacts: 2, within: 'P8D' } } }),
    strategy('arms', { limits: {}, experiment: { seed: 'a', arms: { model: 0.5, baseline: 0.5 } } }),
    strategy('held', { limits: {}, experiment: { seed: 'h', holdout: 0.5 } }),
  ],
};

describeOnBothHomes('a person with several ids', (home) => {
  let database: Database;
  let log: DecisionLog;
  let releases: CurrentRelease;
  let book: OutcomeBook;
  let profiles: ProfileStore;
  let gatherer: FactGatherer;
  let people = 0;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const store = new ReleaseStore(database);
    await store.push(DOCUMENTS, 'test');
    releases = new CurrentRelease(store, createLogger({ logLevel: 'silent' }));
    await releases.open();
    profiles = new ProfileStore(database, []);
    await profiles.identify({ id: 'somebody', anonymousId: null, at: NOW, traits: {}, consent: [] });
  });
  beforeEach(async () => {
    log = new DecisionLog(database);
    gatherer = new FactGatherer(database);
    book = new OutcomeBook({ database, releases, source: () => decisionExposures({ database, releases, log }) });
    await database.run((manager) => manager.query('delete from exposures'));
    await database.run((manager) => manager.query('delete from decisions'));
  });
  afterAll(async () => {
    await releases.close();
    await database.close();
  });

  const ask = async (userId: string, asked: string, at = NOW, into = log): Promise<Decision> => {
    const release = releases.get();
    const input = { id: uuidv7(), userId, now: at, strategies: [asked], facts: {}, events: [], consent: [] };
    const request = {
      input: { ...input, suppressed: false, contacts: [] },
      detail: 'none' as const,
      context: null,
      namedFacts: [],
    };
    const gathered = await gatherInput({ database, gatherer, switches: NOTHING_OFF }, request, release);
    const choice = choose(qualify(gathered, release), {}, into.spent(release, at));
    const { text } = await into.append({ choice, detail: 'none', context: null, idempotency: null });
    return JSON.parse(text) as Decision;
  };
  const join = (from: string, into: string, at = NOW) => profiles.alias({ id: into, previousId: from, at });
  const names = () => {
    people += 1;
    return [`visitor-${String(people)}`, `customer-${String(people)}`, `device-${String(people)}`] as const;
  };
  /** Two ids that are drawn apart: the first one so, the second one otherwise. */
  const apart = (asked: string, isSo: (decision: Decision) => boolean) => {
    const search = (wanted: boolean): string => {
      for (;;) {
        const [probe] = names();
        const release = releases.get();
        const input = {
          id: uuidv7(),
          userId: probe,
          now: NOW,
          strategies: [asked],
          facts: {},
          events: [],
          consent: [],
        };
        const choice = choose(qualify({ ...input, suppressed: false, contacts: [] }, release), {}, EVERYTHING);
        const decision = { outcome: choice.outcome, arm: choice.reported?.qualification.arm?.id ?? null } as Decision;
        if (isSo(decision) === wanted) return probe;
      }
    };
    return [search(true), search(false)] as const;
  };
  const isModel = ({ arm }: Decision) => arm === 'model';
  const isHeld = ({ outcome }: Decision) => outcome === 'holdout';

  it('gets the same offer again under each of them', async () => {
    const [visitor, customer, device] = names();
    const first = await ask(visitor, 'once');
    expect(first).toMatchObject({ outcome: 'offer', repeated: false });
    await join(visitor, customer);
    await join(device, customer);
    for (const id of [customer, device, visitor]) {
      expect(await ask(id, 'once', NOW + DAY)).toEqual({ ...first, userId: id, repeated: true });
    }
  });

  it('is capped by all contacts of its ids, also by those before they were joined', async () => {
    const [visitor, customer] = names();
    expect((await ask(visitor, 'twice')).outcome).toBe('offer');
    expect((await ask(customer, 'twice')).outcome).toBe('offer');
    await join(visitor, customer);
    const [again, later] = [await ask(visitor, 'twice', NOW + DAY), await ask(visitor, 'twice', NOW + 5 * DAY)];
    expect(again).toMatchObject({ outcome: 'offer', repeated: true });
    expect(later).toMatchObject({ outcome: 'none', stoppedBy: 'caps' });
    expect(
      (await replayStored((await database.run((manager) => findDecision(manager, later.id)))!, releases)).equal,
    ).toBe(true);
    expect((await ask(customer, 'twice', NOW + 9 * DAY)).outcome).toBe('offer');
  });

  it('is contacted once, however many of its ids ask at the same moment over two logs', async () => {
    const [visitor, customer, device] = names();
    await join(visitor, customer);
    await join(device, customer);
    const logs = [log, new DecisionLog(database)];
    const ids = [visitor, customer, device];
    const decisions = await Promise.all(
      Array.from({ length: 24 }, (_, n) => ask(ids[n % 3]!, 'once', NOW, logs[n % 2])),
    );
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(1);
    expect(decisions.filter(({ repeated }) => !repeated)).toHaveLength(1);
  });

  it('leaves its contacts to whom an id belongs after all', async () => {
    const [device, second, first] = names();
    await join(device, second, NOW - DAY);
    const offer = await ask(device, 'once');
    // An earlier claim that comes late: what the device did belongs to somebody else.
    await join(device, first, NOW - 2 * DAY);
    expect(await ask(first, 'once', NOW + 1)).toMatchObject({ id: offer.id, repeated: true });
    expect(await ask(second, 'once', NOW + 1)).toMatchObject({ outcome: 'offer', repeated: false });
  });

  it('keeps the arm of its first exposure, and replays it', async () => {
    const [model, baseline] = apart('arms', isModel);
    expect((await ask(model, 'arms')).arm).toBe('model');
    await join(model, baseline);
    const later = await ask(baseline, 'arms', NOW + DAY);
    expect(later.arm).toBe('model');
    expect((await ask(model, 'arms', NOW + DAY)).arm).toBe('model');
    const stored = await database.run((manager) => findDecision(manager, later.id));
    expect((await replayStored(stored!, releases)).equal).toBe(true);
  });

  it('has one arm where no id was exposed before, that of the person', async () => {
    const [model, baseline] = apart('arms', isModel);
    await join(model, baseline);
    expect([(await ask(model, 'arms')).arm, (await ask(baseline, 'arms')).arm]).toEqual(['baseline', 'baseline']);
  });

  it('keeps the hold-out of the earlier exposure where two exposed persons are joined', async () => {
    const [held, treated] = apart('held', isHeld);
    expect((await ask(treated, 'held', NOW)).outcome).toBe('offer');
    expect((await ask(held, 'held', NOW + 1)).outcome).toBe('holdout');
    await join(treated, held);
    expect((await ask(held, 'held', NOW + DAY)).outcome).toBe('offer');
    const [other, alike] = apart('held', isHeld);
    expect((await ask(other, 'held', NOW)).outcome).toBe('holdout');
    expect((await ask(alike, 'held', NOW + 1)).outcome).toBe('offer');
    await join(other, alike);
    expect((await ask(alike, 'held', NOW + DAY)).outcome).toBe('holdout');
  });

  it('is one of the results, in the group of its first exposure, with all it cost', async () => {
    const [held, treated] = apart('held', isHeld);
    await ask(held, 'held', NOW);
    await ask(treated, 'held', NOW + 1);
    const [[, visitor], [, customer]] = [apart('held', isHeld), apart('held', isHeld)];
    await ask(visitor, 'held', NOW);
    await ask(customer, 'held', NOW);
    const before = await book.results({ strategy: 'held', level: 0.95 });
    expect([before.treated.users, before.holdout.users]).toEqual([3, 1]);
    await join(held, treated);
    await join(visitor, customer);
    await profiles.track([{ id: treated, messageId: 'm1', name: 'order_placed', at: NOW + DAY, properties: {} }]);
    const { treated: offered, holdout } = await book.results({ strategy: 'held', level: 0.95 });
    expect(offered).toMatchObject({ users: 1, contacts: 3, conversions: 0 });
    expect(holdout).toMatchObject({ users: 1, contacts: 1, conversions: 1, value: 100 });
  });

  it('has the decisions about all of them, the latest first', async () => {
    const [visitor, customer] = names();
    const [first, second] = [await ask(visitor, 'arms'), await ask(customer, 'arms')];
    await join(visitor, customer);
    const found = await log.findOfUser({ userId: visitor, before: null, limit: 10 });
    expect(found.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await log.findOfUser({ userId: customer, before: second.id, limit: 1 })).toMatchObject([{ id: first.id }]);
  });

  it('is found by an outcome that is reported under another id at once', async () => {
    const [visitor, customer] = names();
    const { id } = await ask(visitor, 'once');
    await join(visitor, customer);
    const report = {
      id: 'o1',
      userId: customer,
      strategy: 'once',
      redeemed: true,
      at: new Date(NOW + 1).toISOString(),
    };
    expect(await book.record(ReportedOutcome.schema.parse(report))).toMatchObject({ decisionId: id, redeemed: true });
  });

  it('is decided about anew once the goal is reached, under its cap', async () => {
    const [visitor, customer] = names();
    await ask(visitor, 'once');
    await join(visitor, customer);
    await profiles.track([{ id: customer, messageId: 'm1', name: 'order_placed', at: NOW + DAY, properties: {} }]);
    expect(await ask(visitor, 'once', NOW + 2 * DAY)).toMatchObject({
      outcome: 'none',
      stoppedBy: 'caps',
      repeated: false,
    });
    const first = await ask(customer, 'twice', NOW);
    expect(await ask(customer, 'twice', NOW + 2 * DAY)).toMatchObject({ outcome: 'offer', repeated: false });
    const [, other] = names();
    const offer = await ask(other, 'twice');
    const at = new Date(NOW + 1).toISOString();
    await book.record(ReportedOutcome.schema.parse({ id: 'o2', decisionId: offer.id, redeemed: true, at }));
    const second = await ask(other, 'twice', NOW + 2);
    expect(second).toMatchObject({ outcome: 'offer', repeated: false });
    expect(await ask(other, 'twice', NOW + 3)).toMatchObject({ id: second.id, repeated: true });
    expect(first.repeated).toBe(false);
  });

  it('gets a second contact where two are allowed, each repeated for its half of the time', async () => {
    const [, user] = names();
    const first = await ask(user, 'twice');
    expect(await ask(user, 'twice', NOW + 4 * DAY - 1)).toMatchObject({ id: first.id, repeated: true });
    const second = await ask(user, 'twice', NOW + 4 * DAY);
    expect(second).toMatchObject({ outcome: 'offer', repeated: false });
    expect(await ask(user, 'twice', NOW + 8 * DAY - 1)).toMatchObject({ id: second.id, repeated: true });
    expect(await ask(user, 'twice', NOW + 8 * DAY)).toMatchObject({ outcome: 'offer', repeated: false });
  });
});

const EVERYTHING = { stockSpent: [], budgetSpent: [] };
