import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type ReleaseDocuments, type Strategy } from '#strata/engine';
import { compileRelease, type CompiledStrategy } from '#strata/engine/plan';
import { bookContacts, knownPeople } from '#strata/ledger/contacts';
import { countedOf } from '#strata/ledger/counters';
import { type Database } from '#strata/platform/database';
import { changeState, findRuns, insertRun } from '../runs/index.js';
import { bookList } from './book-list.js';
import { sourceOf } from './exposure-id.js';
import { offeredIn, withDuckDb } from './list-rows.js';
import { reserveList, returnUnbooked, undoBooking } from './reserve-list.js';

const NOW = Date.UTC(2026, 10, 29);
const DAY = 86_400_000;

const gift: Strategy = {
  id: 'gift',
  title: 'A gift',
  goal: { event: 'order', within: 'P14D', margin: 0.5, orderValue: 100 },
  segment: { all: [] },
  baseline: { title: 'All', offer: 'small' },
  offers: ['small', 'large'].map((id) => ({
    id,
    title: id,
    faceValue: id === 'small' ? 1 : 4,
    redemptionRate: 1,
    contactCost: 1,
    stock: 100,
    response: { rate: 0.5 },
  })),
  limits: { budget: 100, perUser: { contacts: 1, within: 'P7D' } },
};
const NATURAL = { model: 'buys', says: 'natural' } as const;
const documents: ReleaseDocuments = { facts: {}, segments: [], models: [], strategies: [gift] };

describeOnBothHomes('a list', (home) => {
  let database: Database;
  let folder: string;
  let strategy: CompiledStrategy;
  let runs = 0;
  beforeAll(async () => {
    database = await freshDatabase(home);
    folder = await mkdtemp(join(tmpdir(), 'booking-'));
    strategy = compileRelease(documents, 'sha256:1').strategies[0]!;
  });
  afterEach(async () => {
    await database.run((manager) =>
      manager.query('truncate campaign_runs, contacts, exposures, offer_counters, identities, profiles'),
    );
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  async function startRun(): Promise<string> {
    const id = `run-${String(runs++)}`;
    const row = { id, campaign: id, strategy: 'gift', release: 'sha256:1', dryRun: false };
    await database.run((manager) => insertRun(manager, row));
    return id;
  }

  /** A file of a list: `u1 small`, `u2 large holdout`. */
  async function listOf(people: readonly string[]): Promise<string> {
    const path = join(folder, `list-${String(runs)}-${String(people.length)}.csv`);
    const rows = people.map((person) => {
      const [user = '', offer = '', outcome = 'offer'] = person.split(' ');
      return `${user},${offer},model,${outcome},1,0.5,0.25`;
    });
    await writeFile(path, ['user,offer,arm,outcome,propensity,conversion,natural', ...rows, ''].join('\n'));
    return path;
  }

  const book = (run: string, list: string, { now = NOW, signal = new AbortController().signal } = {}) =>
    bookList(database, { run, strategy, scoring: NATURAL, list, now, signal, progress: () => undefined });
  const reserveAll = async (run: string, list: string) => {
    const wanted = await withDuckDb((connection) => offeredIn(connection, list));
    return await reserveList(database, run, { strategy: gift, wanted });
  };
  const spent = async () => {
    const { issued, reserved } = await database.run((manager) => countedOf(manager, 'gift'));
    return { small: issued.get('small') ?? 0, large: issued.get('large') ?? 0, budget: Number(reserved) / 1e6 };
  };
  const contacts = async (): Promise<{ user_id: string; number: number; offer: string }[]> =>
    await database.run((manager) =>
      manager.query('select user_id, number, offer from contacts order by user_id, number'),
    );

  it('is booked once, however often and from wherever it is taken up again', async () => {
    const run = await startRun();
    const people = Array.from({ length: 30 }, (_, n) => `u${String(n)} ${n % 10 === 0 ? 'large' : 'small'}`);
    const [half, whole] = [await listOf(people.slice(0, 14)), await listOf([...people, 'h1 small holdout'])];
    expect(await book(run, half)).toMatchObject({ contacts: 14, heldOut: 0 });
    const booked = await Promise.all([book(run, whole), book(run, whole)]);
    for (const each of booked)
      expect(each).toEqual({ contacts: 30, heldOut: 1, refused: new Map(), heldBy: new Map() });
    expect(await contacts()).toHaveLength(30);
    const exposed = await database.run((manager) =>
      manager.query<unknown[]>('select score, score_model from exposures where source = $1', [sourceOf(run)]),
    );
    expect(exposed).toEqual(Array.from({ length: 31 }, () => ({ score: 0.25, score_model: 'buys' })));
  });

  it('leaves out whom somebody contacted, suppressed or merged since it was selected', async () => {
    await database.run((manager) =>
      bookContacts(manager, {
        strategy: 'gift',
        source: 'decision',
        at: NOW - DAY,
        perUser: null,
        people: [
          { userId: 'contacted', offer: 'small', exposure: 'd1' },
          { userId: 'before', offer: 'small', exposure: 'd2' },
        ],
      }),
    );
    await database.transaction(async (manager) => {
      await manager.query(`insert into profiles (user_id, suppressed) values ('suppressed', true)`);
      await manager.query(
        `insert into identities (anonymous_id, user_id, claimed_id, at)
         values ('alias', 'before', 'before', $1), ('left', 'twice', 'twice', $1), ('right', 'twice', 'twice', $1)`,
        [new Date(NOW).toISOString()],
      );
    });
    const run = await startRun();
    const list = await listOf([
      'contacted small',
      'suppressed small',
      'alias small',
      'left small',
      'right small',
      'new small',
    ]);
    const { refused, contacts: booked } = await book(run, list);
    expect(booked).toBe(2);
    expect(Object.fromEntries(refused)).toEqual({
      contacted: 'capped',
      suppressed: 'suppressed',
      alias: 'capped',
      right: 'capped',
    });
    expect((await contacts()).filter(({ user_id }) => user_id === 'twice')).toHaveLength(1);
    expect(await book(run, list, { now: NOW + 8 * DAY })).toMatchObject({ contacts: 5 });
    expect((await contacts()).filter(({ user_id }) => user_id === 'before').map(({ number }) => number)).toEqual([
      1, 2,
    ]);
  });

  it('leaves out whom another strategy contacted since under a cap over all, and tells by which rule', async () => {
    const contactPolicy = {
      caps: [
        { contacts: 9, within: 'P7D' },
        { contacts: 1, within: 'P2D' },
      ],
    };
    const capped = compileRelease({ ...documents, contactPolicy }, 'sha256:2').strategies[0]!;
    await database.run((manager) =>
      bookContacts(manager, {
        ...{ strategy: 'another', source: 'decision', at: NOW - DAY, perUser: null, policy: capped.policy },
        people: [{ userId: 'contacted', offer: 'o', exposure: 'd1' }],
      }),
    );
    const list = await listOf(['contacted small', 'new small']);
    const { signal } = new AbortController();
    const booked = await bookList(database, {
      ...{ run: await startRun(), strategy: capped, scoring: null, list, now: NOW, signal, progress: () => undefined },
    });
    expect(booked).toMatchObject({ contacts: 1, refused: new Map([['contacted', 'capped']]) });
    expect(booked.heldBy).toEqual(new Map([[1, 1]]));
  });

  it('is reserved whole or not at all, and once', async () => {
    const list = await listOf(Array.from({ length: 40 }, (_, n) => `u${String(n)} small`));
    const run = await startRun();
    expect(await reserveAll(run, list)).toBe(true);
    expect(await reserveAll(run, list)).toBe(true);
    expect(await spent()).toEqual({ small: 40, large: 0, budget: 80 });
    const second = await startRun();
    expect(await reserveAll(second, await listOf(Array.from({ length: 11 }, (_, n) => `v${String(n)} small`)))).toBe(
      false,
    );
    expect(await spent()).toEqual({ small: 40, large: 0, budget: 80 });
    await book(run, await listOf(['u1 small', 'u2 small']));
    await database.transaction((manager) => returnUnbooked(manager, run, gift));
    expect(await spent()).toEqual({ small: 2, large: 0, budget: 4 });
  });

  it('that is stopped goes on, and one that is cancelled leaves nothing behind', async () => {
    const run = await startRun();
    const list = await listOf(['u1 small', 'u2 large', 'h1 small holdout']);
    await reserveAll(run, list);
    const stopped = new AbortController();
    stopped.abort();
    await expect(book(run, list, { signal: stopped.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await book(run, list);
    await database.run((manager) => changeState(manager, run, { from: ['open'], to: 'cancelled' }));
    const row = (await database.run((manager) => findRuns(manager, [run]))).get(run)!;
    await Promise.all([undoBooking(database, row, gift), undoBooking(database, row, gift)]);
    await undoBooking(database, row, gift);
    expect(await contacts()).toEqual([]);
    expect(await spent()).toEqual({ small: 0, large: 0, budget: 0 });
    await expect(reserveAll(run, list)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is what the next selection knows of people', async () => {
    const run = await startRun();
    await book(run, await listOf(['u1 small', 'u2 large']));
    const people = [];
    for await (const some of knownPeople(database, { strategy, now: NOW + DAY })) people.push(...some);
    expect(people).toEqual(
      ['u1', 'u2'].map((id) => ({
        id,
        suppressed: false,
        consent: null,
        drawnAs: null,
        contacts: [{ at: NOW, decided: false, goalReached: false }],
        policyContacts: [],
        timeZone: null,
      })),
    );
  });
});
