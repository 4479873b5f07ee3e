import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { DecisionLog } from '#strata/decisions/log';
import { type Campaign, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';
import { ingest, withRetries } from '#strata/profiles/store';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { listedContacts } from './contact-list.js';
import { type DecidingParts } from './fire-moments.js';
import { takeTurn } from './take-turn.js';

const MINUTE = 60_000;
const WAIT = { timeout: 30_000, interval: 20 };
const START = Date.parse('2026-11-22T08:00:00Z');

const STRATEGY: Strategy = {
  ...{ id: 'abandoned-cart', title: 'A reminder' },
  goal: { event: 'order_placed', within: 'P3D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [] },
  trigger: {
    fact: 'events',
    params: { name: 'cart_updated', within: 'PT24H', ago: 'PT1H', without: 'order_placed' },
    ...{ operator: 'greaterThanInclusive', value: 1 },
  },
  baseline: { title: 'all', offer: 'reminder' },
  offers: [{ id: 'reminder', title: 'r', faceValue: 0, redemptionRate: 0, contactCost: 0.1, response: { rate: 0.3 } }],
};
const CAMPAIGN: Campaign = {
  ...{ id: 'carts', title: 'Carts', strategy: STRATEGY.id, audience: { stored: true } },
  schedule: { every: 'PT1M' },
};

describeOnBothHomes('a turn of a rolling campaign', (home) => {
  let database: Database;
  let now = START;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  beforeEach(async () => {
    now = START;
    for (const table of [
      'rolling_contacts',
      'rolling_turns',
      'rolling_moments',
      'rolling_progress',
      'decisions',
      'contacts',
      'events',
    ])
      await database.run((manager) => manager.query(`delete from ${table}`));
  });
  afterAll(() => database.close());

  const track = async (id: string, name: string, at: number, anonymousId?: string) => {
    const identify = { kind: 'identify' as const, id, anonymousId: anonymousId ?? null };
    const calls = [
      { kind: 'track' as const, id, messageId: uuidv7(), name, properties: {}, at },
      ...(anonymousId === undefined ? [] : [{ ...identify, traits: {}, consent: [], at: START }]),
    ];
    await withRetries(database, (manager, also) => ingest(manager, calls, also));
  };
  /** Events are read once all transactions that began before theirs have ended, also those of others on this server. */
  const arrived = () =>
    vi.waitFor(async () => {
      const [row] = await database.run((manager) =>
        manager.query<{ done: boolean }[]>(
          `select coalesce(max(written_in), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as done from events`,
        ),
      );
      expect(row!.done).toBe(true);
    }, WAIT);
  const release = (changes: Partial<Strategy> = {}) => {
    const strategies = [{ ...STRATEGY, ...changes }];
    const documents: ReleaseDocuments = { facts: {}, segments: [], models: [], strategies, campaigns: [CAMPAIGN] };
    return compileRelease(documents, `sha256:${uuidv7()}`);
  };
  const parts = (over: Database = database): DecidingParts => ({
    database: over,
    gatherer: new FactGatherer(over),
    scorers: { score: () => Promise.reject(new Error('no model is asked')) },
    log: new DecisionLog(over),
  });
  const turn = async (rules = release(), over = database) => {
    await arrived();
    const strategy = rules.strategies[0]!;
    const pause = () => Promise.resolve();
    return await takeTurn(parts(over), { campaign: CAMPAIGN, strategy, release: rules, clock: () => now, pause });
  };
  const listed = () =>
    database.run((manager) => listedContacts(manager, { campaign: CAMPAIGN.id, after: 0, limit: 1_000 }));
  const users = async () => (await listed()).map(({ userId }) => userId);
  const count = async (table: string) => {
    const [row] = await database.run((manager) => manager.query<{ n: string }[]>(`select count(*) as n from ${table}`));
    return Number(row!.n);
  };

  it('reaches somebody once, when the moment has come and not before', async () => {
    await turn();
    await track('ann', 'cart_updated', now);
    now += 59 * MINUTE;
    await turn();
    expect(await users()).toEqual([]);
    now += MINUTE;
    await turn();
    expect(await listed()).toMatchObject([{ userId: 'ann', outcome: 'offer', offer: 'reminder', due: now, at: now }]);
    now += MINUTE;
    await turn();
    expect(await users()).toEqual(['ann']);
    const [{ decision } = { decision: '' }] = await listed();
    expect(JSON.parse((await parts().log.find(decision))!.decision)).toMatchObject({ userId: 'ann', outcome: 'offer' });
  });

  it('reaches nobody who has ordered by then, and keeps nothing of them', async () => {
    await turn();
    await track('ann', 'cart_updated', now);
    await track('ann', 'order_placed', now + 30 * MINUTE);
    now += 60 * MINUTE;
    await turn();
    expect(await users()).toEqual([]);
    expect([await count('rolling_moments'), await count('decisions')]).toEqual([0, 0]);
  });

  it('looks at events that come late at once, and not at those whose time is over or that were there before', async () => {
    await track('before', 'cart_updated', now - 10 * MINUTE);
    await turn();
    await track('late', 'cart_updated', now - 3 * 60 * MINUTE);
    await track('history', 'cart_updated', now - 25 * 60 * MINUTE);
    await turn();
    expect(await users()).toEqual(['late']);
  });

  it('counts moments of one turn as one, and those of ids that were joined meanwhile', async () => {
    await turn();
    await track('anon', 'cart_updated', now);
    await track('ann', 'cart_updated', now + MINUTE);
    now += 2 * MINUTE;
    await turn();
    await track('ann', 'page_viewed', now, 'anon');
    now += 60 * MINUTE;
    await turn();
    expect(await users()).toEqual(['ann']);
  });

  it('contacts nobody again while an earlier offer stands, and lists who is held out', async () => {
    const limits = { perUser: { contacts: 1, within: 'P7D' } };
    const rules = release({ limits });
    await turn(rules);
    await track('ann', 'cart_updated', now);
    now += 60 * MINUTE;
    await turn(rules);
    await track('ann', 'cart_updated', now);
    now += 60 * MINUTE;
    await turn(rules);
    expect(await users()).toEqual(['ann']);
    await track('bob', 'cart_updated', now);
    now += 60 * MINUTE;
    await turn(release({ experiment: { seed: 's', holdout: 1 } }));
    expect((await listed()).at(-1)).toMatchObject({ userId: 'bob', outcome: 'holdout', offer: null });
  });

  it('wherever it breaks off, nobody is lost and nobody reached twice', async () => {
    await turn();
    const people = Array.from({ length: 5 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
    let round = 0;
    for (let isDone = false; !isDone; round++) {
      for (const userId of people) await track(`${userId}-${String(round)}`, 'cart_updated', now);
      now += 60 * MINUTE;
      isDone = await turn(
        release(),
        dyingAt(database, Math.floor(round / 2) + 1, round % 2 === 0 ? 'before' : 'after'),
      ).then(
        () => true,
        () => false,
      );
      await turn();
      const reached = await users();
      expect(new Set(reached).size).toBe(reached.length);
      expect(reached).toHaveLength(people.length * (round + 1));
      expect(await count('decisions')).toBe(reached.length);
      expect(await count('rolling_moments')).toBe(0);
    }
    expect(round).toBeGreaterThan(16);
  });
});

/** The database as a process sees it that dies at a call: before it was done, or after. */
function dyingAt(database: Database, call: number, when: 'before' | 'after'): Database {
  let left = call;
  const dying = async <T>(work: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left > 0) return await work();
    if (left === 0 && when === 'after') await work();
    throw new Error('dead');
  };
  return {
    ...database,
    run: (work) => dying(() => database.run(work)),
    transaction: (work) => dying(() => database.transaction(work)),
  };
}
