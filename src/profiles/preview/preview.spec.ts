import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type Database } from '#strata/platform/database';
import { type ReleaseDocuments } from '#strata/engine';
import { describeOn, describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { boundedQuery, TooSlow } from './bounded-query.js';
import { eventNamesOf, funnelSql, type FunnelRow } from './funnel-sql.js';
import { funnelOf } from './funnel.js';
import { countInterval } from './interval.js';
import { previewSegment } from './preview.js';
import { BUCKETS, bucketsToJudge, bucketsToRead, sizesOf } from './sample.js';

const documents: ReleaseDocuments = {
  facts: {
    city: { type: 'string', from: { profile: 'city' }, words: 'city' },
    orders: {
      type: 'number',
      from: { events: { name: 'order', measure: 'count', without: 'return' } },
      words: 'orders',
    },
    views: { type: 'number', from: { events: { name: 'view', measure: 'count' } }, words: 'views' },
    orderShare: { type: 'number', from: { ratio: ['orders', 'views'] }, words: 'orders a view' },
  },
  segments: [],
  models: [],
  strategies: [],
};
const release = { hash: 'sha256:test', documents };
const inShanghai = { fact: 'city', operator: 'equal', value: 'Shanghai' };
const PEOPLE = 3_000;
const forever = () => new AbortController().signal;

describeOnBothHomes('a sample of people', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    await database.run((manager) =>
      manager.query(
        `insert into profiles (user_id, attributes)
         select 'u' || i, jsonb_build_object('city', case when i % 4 = 0 then 'Shanghai' else 'Paris' end)
         from generate_series(1, $1::int) i`,
        [PEOPLE],
      ),
    );
    await database.run((manager) =>
      manager.query(
        `insert into events (user_id, message_id, name, at)
         select 'u' || i, 'm', 'order', $2 from generate_series(1, $1::int) i where i % 2 = 0`,
        [PEOPLE, new Date(Date.now() - 86_400_000).toISOString()],
      ),
    );
  });
  afterAll(() => database.close());

  const rowsOf = async (condition: unknown, from: number, to: number): Promise<readonly FunnelRow[]> => {
    const sql = funnelSql(funnelOf(condition, documents), documents.facts, 'buckets');
    return database.run((manager) => manager.query<FunnelRow[]>(sql, [new Date().toISOString(), from, to]));
  };
  const peopleOf = (rows: readonly FunnelRow[]) => rows.reduce((sum, { people }) => sum + people, 0);

  it.each([
    ['attributes', inShanghai],
    ['events', { all: [inShanghai, { fact: 'orders', operator: 'greaterThan', value: 0 }] }],
  ])(
    'that is a quarter of the buckets holds about a quarter of the people, and all buckets hold all (%s)',
    async (_, condition) => {
      const quarter = peopleOf(await rowsOf(condition, 0, BUCKETS / 4));
      const rest = await rowsOf(condition, BUCKETS / 4, BUCKETS);
      expect(quarter / PEOPLE).toBeCloseTo(0.25, 1);
      expect(quarter + peopleOf(rest)).toBe(PEOPLE);
    },
  );

  it('gives the counts of everybody where it is everybody', async () => {
    const condition = { all: [inShanghai, { fact: 'orders', operator: 'equal', value: 1 }] };
    const rows = await rowsOf(condition, 0, BUCKETS);
    const { result, base, exact } = await previewSegment(database, {
      condition,
      release,
      now: Date.now(),
      signal: forever(),
    });
    expect({ base, exact }).toEqual({ base: PEOPLE, exact: true });
    expect(rows.reduce((sum, { left }) => sum + (left[1] ?? 0), 0)).toBe(result.count);
    expect(result.count).toBe(PEOPLE / 4);
  });

  it('is smaller the more there is to read', async () => {
    const { people } = await database.run((manager) => sizesOf(manager, true));
    expect(people).toBeGreaterThan(PEOPLE / 5);
    expect(people).toBeLessThan(PEOPLE * 5);
    expect(bucketsToRead(home, { people: PEOPLE, events: PEOPLE }, true)).toBe(BUCKETS);
    expect(bucketsToRead(home, { people: 1e6, events: 2e7 }, true)).toBeLessThan(BUCKETS / 20);
    expect(bucketsToRead(home, { people: 1e12, events: 0 }, false)).toBe(1);
  });

  it('judges people one by one where SQL cannot, and says so', async () => {
    const paris = { fact: 'city', operator: 'matches', value: '^Par' };
    const condition = { all: [{ fact: 'orders', operator: 'equal', value: 1 }, paris] };
    const preview = await previewSegment(database, { condition, release, now: Date.now(), signal: forever() });
    expect(preview).toMatchObject({ base: PEOPLE, exact: true, result: { count: PEOPLE / 4 } });
    expect(preview.after.map(({ count }) => count)).toEqual([PEOPLE / 2, PEOPLE / 4]);
    expect(preview.examples[0]?.facts).toMatchObject({ city: 'Paris', orders: 1 });
    expect(preview.note).toContain('"matches"');
    const same = { all: [condition.all[0], { fact: 'city', operator: 'startsWith', value: 'Par' }] };
    const inSql = await previewSegment(database, { condition: same, release, now: Date.now(), signal: forever() });
    expect(inSql).toMatchObject({ note: null, result: preview.result });
    expect(bucketsToJudge(home, { people: 1e6, events: 0 }, false)).toBeLessThan(BUCKETS / 20);
  });

  it('is not drawn for somebody who has gone', async () => {
    const gone = AbortSignal.abort();
    const asked = previewSegment(database, { condition: inShanghai, release, now: Date.now(), signal: gone });
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describeOn('postgres', 'a query that nobody waits for', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  afterAll(() => database.close());
  const sleep = { sql: 'select pg_sleep($1)', parameters: [600] };

  it('is cancelled in the database', async () => {
    const caller = new AbortController();
    const asked = boundedQuery(database, sleep, { timeLimitMs: 600_000, signal: caller.signal });
    setTimeout(() => {
      caller.abort();
    }, 200);
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await database.run((manager) => manager.query('select 1 as one'))).toEqual([{ one: 1 }]);
  });

  it('ends at its time limit', async () => {
    await expect(boundedQuery(database, sleep, { timeLimitMs: 100, signal: forever() })).rejects.toThrow(TooSlow);
  });
});

describe('a funnel', () => {
  it('knows the events that shares and followers read', () => {
    const funnel = funnelOf({ fact: 'orderShare', operator: 'greaterThan', value: 0.5 }, documents);
    expect(eventNamesOf(funnel, documents.facts)).toEqual(['order', 'return', 'view']);
  });
});

describe('the interval of a count', () => {
  /** Newcombe 1998, table I, 81 of 263 and 15 of 148 with the score method: .2553 to .3662, .0624 to .1605. */
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
  ])('is that of the literature where the base is large (%d of %d)', (found, examined, low, high) => {
    const interval = countInterval({ found, examined }, 1e9);
    expect(interval.low / 1e9).toBeCloseTo(low, 4);
    expect(interval.high / 1e9).toBeCloseTo(high, 4);
  });

  it('refuses an operator with more decorators than anybody means', () => {
    const condition = { fact: 'orders', operator: `${'not:'.repeat(20_000)}equal`, value: 1 };
    expect(() => funnelOf(condition, documents)).toThrow(expect.objectContaining({ code: 'INVALID_DOCUMENT' }));
  });

  it('holds the count that was seen, and is exact where everybody was', () => {
    const counts = fc
      .tuple(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000))
      .map(([found, more, unseen]) => ({ found, examined: found + more, base: found + more + unseen }));
    fc.assert(
      fc.property(counts, ({ found, examined, base }) => {
        const { low, high } = countInterval({ found, examined }, base);
        expect(low).toBeGreaterThanOrEqual(Math.min(found, base));
        expect(high).toBeLessThanOrEqual(base);
        if (examined > 0) expect(low).toBeLessThanOrEqual(Math.ceil((found / examined) * base));
        if (examined > 0) expect(high).toBeGreaterThanOrEqual(Math.floor((found / examined) * base));
        if (examined === base) expect([low, high]).toEqual([found, found]);
      }),
    );
  });
});
