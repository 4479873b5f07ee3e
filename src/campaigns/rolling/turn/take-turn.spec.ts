import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DecisionLog } from '#strata/decisions/log';
import { type Campaign, type ReleaseDocuments, type Strategy } from '#strata/engine';
import { compileRelease } from '#strata/engine/plan';
import { uuidv7 } from '#strata/kernel';
import { type Database } from '#strata/platform/database';
import { FactGatherer } from '#strata/profiles/facts';
import { ingest, withRetries } from '#strata/profiles/store';
import { describeOnBothHomes, freshDatabase, transactionsEnded } from '../../../../test/support/database.js';
import { listedContacts } from '../tables/contact-list.js';
import { forgetAllMoments } from '../tables/moment-table.js';
import { beginAgain, moveRolling } from '../tables/progress-table.js';
import { type DecidingParts } from './fire-moments.js';
import { takeTurn } from './take-turn.js';

const MINUTE = 60_000;
const START = Date.parse('2026-11-22T08:00:00Z');

const TRIGGER = {
  fact: 'events',
  params: { name: 'cart_updated', within: 'PT24H', ago: 'PT1H', without: 'order_placed' },
  operator: 'greaterThanInclusive',
  value: 1,
};
const STRATEGY: Strategy = {
  ...{ id: 'abandoned-cart', title: 'A reminder' },
  goal: { event: 'order_placed', within: 'P3D', margin: 0.5, orderValue: 100, natural: { rate: 0.05 } },
  segment: { all: [] },
  trigger: TRIGGER,
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
  const release = (changes: Partial<Strategy> = {}, others: Partial<ReleaseDocuments> = {}) => {
    const strategies = [{ ...STRATEGY, ...changes }];
    const base = { facts: {}, segments: [], models: [], campaigns: [CAMPAIGN] };
    const documents: ReleaseDocuments = { ...base, strategies, ...others };
    return compileRelease(documents, `sha256:${uuidv7()}`);
  };
  const parts = (over: Database = database): DecidingParts => ({
    database: over,
    gatherer: new FactGatherer(over),
    scorers: { score: () => Promise.reject(new Error('no model is asked')) },
    log: new DecisionLog(over),
    switches: { among: () => undefined, stopOf: () => null },
    policies: { complete: (choice) => Promise.resolve(choice) },
    items: { choose: () => Promise.resolve([]) },
  });
  const turn = async (rules = release(), over = database) => {
    await transactionsEnded(database);
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

  it('counts moments of one turn as one however many people come between them', async () => {
    await turn();
    await track('ann', 'cart_updated', now);
    await track('ann', 'cart_updated', now + 2 * MINUTE);
    now += 30 * MINUTE;
    await turn();
    await database.run((manager) =>
      manager.query(
        `insert into rolling_moments (campaign, due, user_id)
         select $1, $2::timestamptz + n * interval '100 milliseconds', 'nobody-' || n from generate_series(1, 600) n`,
        [CAMPAIGN.id, new Date(START + 60 * MINUTE).toISOString()],
      ),
    );
    now += 60 * MINUTE;
    await turn();
    expect(await listed()).toMatchObject([{ userId: 'ann', due: START + 62 * MINUTE }]);
    expect(await count('rolling_moments')).toBe(0);
  });

  it('looks once at an event that is told finer than in milliseconds', async () => {
    await turn();
    await track('ann', 'cart_updated', now);
    await database.run((manager) => manager.query(`update events set at = at + interval '7 microseconds'`));
    now += 60 * MINUTE;
    await turn();
    expect(await users()).toEqual([]);
    now += 1;
    await turn();
    expect(await users()).toEqual(['ann']);
    expect(await count('rolling_moments')).toBe(0);
  });

  it('disturbs nobody in quiet hours: by the clock of each person it waits until they end, and then looks again', async () => {
    const rules = release(
      {},
      {
        facts: { zone: { type: 'string', from: { profile: 'zone' }, words: 'time zone' } },
        contactPolicy: { quietHours: [{ from: '09:00', to: '10:30' }], timeZone: { fact: 'zone' } },
      },
    );
    await turn(rules);
    for (const [id, zone] of [
      ['london', 'Europe/London'],
      ['tokyo', 'Asia/Tokyo'],
      ['paris', 'Europe/Paris'],
      ['ordered', 'Europe/London'],
    ] as const) {
      const call = { kind: 'identify' as const, id, anonymousId: null, traits: { zone }, consent: [], at: START };
      await withRetries(database, (manager, also) => ingest(manager, [call], also));
      await track(id, 'cart_updated', now);
      await track(id, 'cart_updated', now + 1_000);
    }
    now += 61 * MINUTE;
    await turn(rules);
    expect(await users()).toEqual(['tokyo']);
    expect(await count('decisions')).toBe(1);
    await track('ordered', 'order_placed', now);
    now = START + 89 * MINUTE;
    await turn(rules);
    expect(await users()).toEqual(['tokyo']);
    now += MINUTE;
    await turn(rules);
    expect(await users()).toEqual(['tokyo', 'paris']);
    now = START + 150 * MINUTE;
    await turn(rules);
    expect(await listed()).toMatchObject([{}, {}, { userId: 'london', due: now }]);
    expect(await count('rolling_moments')).toBe(0);
  });

  it('goes on after a pause with what fell due meanwhile and still holds, and after an end with what comes from then on', async () => {
    const move = (from: 'running' | 'paused', to: 'running' | 'paused' | 'cancelled') =>
      database.run((manager) => moveRolling(manager, CAMPAIGN.id, { from: [from], to }));
    await turn();
    await track('old', 'cart_updated', now - 23 * 60 * MINUTE - 30 * MINUTE);
    await track('ann', 'cart_updated', now);
    await track('cem', 'cart_updated', now);
    expect(await move('running', 'paused')).toBe(true);
    expect(await move('running', 'paused')).toBe(false);
    await track('cem', 'order_placed', now + MINUTE);
    await track('bob', 'cart_updated', now + MINUTE);
    now += 62 * MINUTE;
    await turn();
    expect(await users()).toEqual([]);
    await move('paused', 'running');
    await turn();
    expect(await users()).toEqual(['ann', 'bob']);
    await track('dia', 'cart_updated', now);
    await turn();
    await move('running', 'cancelled');
    await database.run((manager) => forgetAllMoments(manager, CAMPAIGN.id));
    await track('eve', 'cart_updated', now);
    await transactionsEnded(database);
    await database.run((manager) => beginAgain(manager, CAMPAIGN.id));
    await track('fay', 'cart_updated', now);
    now += 60 * MINUTE;
    await turn();
    expect(await users()).toEqual(['ann', 'bob', 'fay']);
  });

  it('reckons what is to come anew where a release changes the trigger, and looks at nobody again', async () => {
    const waiting = (ago: string, name = 'cart_updated') =>
      release({ trigger: { ...TRIGGER, params: { name, within: 'PT24H', ago } } });
    await turn(waiting('PT1H'));
    await track('ann', 'cart_updated', now);
    now += 60 * MINUTE;
    // An hour apart, so that the new moment of one is the old one of the other.
    await track('bob', 'cart_updated', now - 30 * MINUTE);
    await track('bob', 'cart_updated', now + 30 * MINUTE);
    await turn(waiting('PT1H'));
    expect(await users()).toEqual(['ann']);
    await turn(waiting('PT2H'));
    expect(await count('rolling_moments')).toBe(2);
    now += 89 * MINUTE;
    await turn(waiting('PT2H'));
    expect(await users()).toEqual(['ann']);
    now += MINUTE;
    await turn(waiting('PT2H'));
    expect(await users()).toEqual(['ann', 'bob']);
    await turn(waiting('PT30M'));
    expect(await users()).toEqual(['ann', 'bob', 'bob']);
    await track('cem', 'cart_updated', now);
    await turn(waiting('PT30M'));
    await turn(waiting('PT30M', 'page_viewed'));
    now += 60 * MINUTE;
    await turn(waiting('PT30M', 'page_viewed'));
    expect([await users(), await count('rolling_moments')]).toEqual([['ann', 'bob', 'bob'], 0]);
  });

  it('reaches nobody twice where several processes are at it', async () => {
    await turn();
    const people = Array.from({ length: 40 }, (_, index) => `user-${String(index)}`);
    for (const userId of people) await track(userId, 'cart_updated', now);
    now += 60 * MINUTE;
    await transactionsEnded(database);
    await Promise.all([turn(), turn(), turn()]);
    expect((await users()).toSorted()).toEqual(people.toSorted());
    expect([await count('decisions'), await count('rolling_moments')]).toEqual([people.length, 0]);
  });

  it('lists what was decided before it broke off, also where it goes on days later', async () => {
    await turn();
    await track('ann', 'cart_updated', now);
    now += 60 * MINUTE;
    await transactionsEnded(database);
    const rules = release();
    await expect(turn(rules, dyingOnceDecided(database))).rejects.toThrow('dead');
    expect([await users(), await count('decisions')]).toEqual([[], 1]);
    now += 3 * 24 * 60 * MINUTE;
    await turn(rules);
    expect(await listed()).toMatchObject([{ userId: 'ann', due: START + 60 * MINUTE, at: START + 60 * MINUTE }]);
    expect(await count('decisions')).toBe(1);
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

/** The database as a process sees it that dies before it puts anybody on the list. */
function dyingOnceDecided(database: Database): Database {
  let claimed = false;
  return {
    ...database,
    run: (work) =>
      database.run(async (manager) => {
        const answer = await work(manager);
        const rows = await manager.query<unknown[]>('select from rolling_moments where firing is not null limit 1');
        claimed ||= rows.length > 0;
        return answer;
      }),
    transaction: (work) => (claimed ? Promise.reject(new Error('dead')) : database.transaction(work)),
  };
}
