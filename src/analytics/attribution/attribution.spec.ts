import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { englishLeft } from '../../../test/support/english-left.js';
import { type AttributionAnalysis, CREDIT_METHODS, type CreditMethod } from '#strata/rulebook/schemas';
import { type PluginHost } from '#strata/plugin-host';
import { type AnalysisSource } from '../contract/index.js';
import { reportPage } from '../report/index.js';
import { attribute } from './attribute.js';
import { ATTRIBUTION } from './attribution.js';
import { JourneyCounter } from './credit/index.js';
import { journeysOfEvents } from './event-journeys.js';
import { journeysOfFile } from './path-journeys.js';
import { readAttribution } from './read-attribution.js';

interface Path {
  readonly path: readonly string[];
  readonly conversions: number;
  readonly value: number;
  readonly nulls: number;
}

/** Three paths small enough to be credited by hand. */
const PATHS: readonly Path[] = [
  { path: ['ad', 'mail', 'search', 'mail'], conversions: 10, value: 100, nulls: 0 },
  { path: ['search'], conversions: 5, value: 80, nulls: 5 },
  { path: ['ad'], conversions: 0, value: 0, nulls: 10 },
];

function reportOf(paths: readonly Path[], order: 1 | 2 | 3 = 1) {
  const counter = new JourneyCounter();
  for (const { path, conversions, value, nulls } of paths) counter.add(path, conversions, value, nulls);
  return attribute({ source: 'test', journeys: counter.journeys(), untouched: 0, times: null }, { order });
}

function credits(paths: readonly Path[], method: CreditMethod, order: 1 | 2 | 3 = 1): Record<string, number> {
  return Object.fromEntries(
    reportOf(paths, order).channels.map(({ channel, credit }) => [channel, credit[method].conversions]),
  );
}

describe('by hand', () => {
  test.each([
    ['first', { ad: 10, mail: 0, search: 5 }],
    ['last', { ad: 0, mail: 10, search: 5 }],
    ['linear', { ad: 2.5, mail: 5, search: 7.5 }],
    ['position', { ad: 4, mail: 5, search: 6 }],
    ['shapley', { ad: 10 / 3, mail: 10 / 3, search: 5 + 10 / 3 }],
  ] as const)('%s', (method, expected) => {
    const got = credits(PATHS, method);
    for (const [channel, conversions] of Object.entries(expected)) expect(got[channel]).toBeCloseTo(conversions, 9);
  });

  test('time decay halves a touch for every two touches after it', () => {
    const weights = [2 ** -1.5, 2 ** -1, 2 ** -0.5, 1];
    const all = weights.reduce((sum, each) => sum + each, 0);
    expect(credits(PATHS, 'timeDecay')['ad']).toBeCloseTo((10 * weights[0]!) / all, 9);
  });

  test('removal is what the chain loses', () => {
    // From ad: mail in 10 of 20; from mail: search or a conversion, 10 each; from search: mail 10, conversion 5, nothing 5.
    const { channels } = reportOf(PATHS);
    const effect = (name: string) => channels.find(({ channel }) => channel === name)!.removalEffect;
    const mail = (0.5 + 0.5 * 0.25) / (1 - 0.25);
    const search = 0.5 * mail + 0.25;
    const all = (2 / 3) * 0.5 * mail + (1 / 3) * search;
    expect(effect('ad')).toBeCloseTo(1 - search / 3 / all, 9);
    expect(effect('mail')).toBeCloseTo(1 - ((1 / 3) * 0.25) / all, 9);
    expect(effect('search')).toBeCloseTo(1 - ((2 / 3) * 0.5 * 0.5) / all, 9);
  });

  test('words name the channel that counts most, and the one that the last touch forgets', () => {
    const { answer } = readAttribution(reportOf(PATHS));
    expect(answer[0]).toMatch(/^"mail" counts most: /);
    expect(answer[1]).toBe('15 of 30 journeys converted (50.0 %).');
    expect(answer[2]).toMatch(/^Who only counts the last touch gives "ad" 0 conversions/);
    expect(answer[3]).toMatch(/no way to credit proves that a channel caused anything/);
  });
});

const paths = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 6 }),
    conversions: fc.nat(20),
    value: fc.nat(100),
    nulls: fc.nat(20),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('of any journeys', () => {
  test('every way shares out all conversions and all value, and nothing else', () => {
    fc.assert(
      fc.property(paths, fc.constantFrom(1, 2, 3), (some, order) => {
        const report = reportOf(some, order);
        for (const method of CREDIT_METHODS) {
          const sum = (what: 'conversions' | 'value') =>
            report.channels.reduce((all, { credit }) => all + credit[method][what], 0);
          expect(sum('conversions')).toBeCloseTo(report.conversions, 6);
          // Value without a conversion is in no chain.
          if (method !== 'removal') expect(sum('value')).toBeCloseTo(report.value, 6);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the order in which they come, and whether equal ones are together, changes nothing', () => {
    fc.assert(
      fc.property(paths, (some) => {
        const apart = some.flatMap((each) => [
          { ...each, conversions: each.conversions, nulls: 0 },
          { ...each, conversions: 0, value: 0 },
        ]);
        expect(JSON.stringify(reportOf(apart.toReversed(), 2))).toBe(JSON.stringify(reportOf(some, 2)));
      }),
      { numRuns: 60 },
    );
  });

  test('Shapley values are those of the game, order after order', () => {
    fc.assert(
      fc.property(paths, (some) => {
        const players = [...new Set(some.flatMap(({ path }) => path))].sort();
        const worth = (coalition: readonly string[]) =>
          some.reduce(
            (sum, { path, conversions }) => sum + (path.every((each) => coalition.includes(each)) ? conversions : 0),
            0,
          );
        const orders = permutations(players);
        const got = credits(some, 'shapley');
        for (const player of players) {
          const gains = orders.map((order) => {
            const before = order.slice(0, order.indexOf(player));
            return worth([...before, player]) - worth(before);
          });
          expect(got[player]).toBeCloseTo(gains.reduce((sum, gain) => sum + gain, 0) / orders.length, 9);
        }
      }),
      { numRuns: 30 },
    );
  });
});

function permutations(items: readonly string[]): string[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

describe('a file of paths', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'paths-'))));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (text: string) => {
    const path = join(folder, 'paths.csv');
    writeFileSync(path, text);
    return { file: path, path: 'path', separator: '>' };
  };

  test('is read with the usual names of its columns', async () => {
    const text =
      'path;total_conversions;total_conversion_value;total_null\nad > mail;2;3.5;6\nmail;1;1;0\nad > mail;1;1;0\n';
    const report = attribute(await journeysOfFile(file(text)), { order: 1 });
    expect(report).toMatchObject({ source: 'paths.csv', journeys: 10, conversions: 4, value: 5.5, paths: 2 });
    expect(report.daysToConversion).toBeNull();
    expect(reportPage(readAttribution(report), { title: 'Attribution', at: 0 })).toContain('Touches to conversion');
    const page = reportPage(readAttribution(report), { title: '渠道', at: 0, language: 'zh' });
    expect(page).toContain('到转化的接触次数');
    expect(englishLeft(page)).toEqual([]);
  });

  test.each([
    ['path,conversions\nad > > mail,1\n', /row 1: the path is not channels/],
    ['path,conversions\nad,-1\n', /row 1: so many journeys cannot be/],
    ['path,sales\nad,1\n', /does not tell how many journeys/],
    ['route,conversions\nad,1\n', /no column "path"|There is no column/],
    ['path,conversions\n', /has no rows/],
    ['path,conversions\nad | mail,1\nmail,2\n', /most have "\|"/],
    ['path,conversions\nad -> mail,1\nmail,2\n', /most have "->"/],
    ['path,conversions\nad→mail→ad,1\n', /most have "→"/],
  ])('%j is refused with its place', async (text, message) => {
    await expect(journeysOfFile(file(text))).rejects.toThrow(message);
  });

  test('with another separator than the usual one, or of channels alone, is read', async () => {
    const piped = await journeysOfFile({ ...file('path,conversions\nad | mail,1\nmail,2\n'), separator: '|' });
    expect(piped.journeys.channels).toEqual(['ad', 'mail']);
    const alone = await journeysOfFile(file('path,conversions\nad,1\n"mail, weekly",2\npaid search,2\n'));
    expect(alone.journeys.channels).toHaveLength(3);
  });
});

describeOnBothHomes('journeys of stored events', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
    const events = [
      ['ann', 'visit', 0, { source: 'ad' }],
      ['ann', 'visit', 10, { source: 'mail' }],
      ['ann', 'order', 11, { amount: 40 }],
      ['ann', 'visit', 12, { source: 'mail' }],
      ['bob', 'order', 1, { amount: 9 }],
      ['bob', 'visit', 2, { source: 'ad' }],
      ['bob', 'look', 3, { page: 'x' }],
      ['bob', 'order', 3, { amount: 'free' }],
    ] as const;
    await database.run(async (manager) => {
      for (const [number, [user, name, day, properties]] of events.entries()) {
        await manager.query(
          `insert into events (user_id, message_id, name, at, properties) values ($1, $2, $3, to_timestamp($4), $5)`,
          [user, String(number), name, 86_400 * (day + 1), JSON.stringify(properties)],
        );
      }
    });
  });
  afterAll(() => database.close());
  const question = { goal: 'order', channel: 'source', value: 'amount' };
  const UNTIL = 86_400_000 * 30;
  const journeysIn = (source: AnalysisSource, change: object = {}) =>
    journeysOfEvents(
      { source, until: UNTIL, signal: new AbortController().signal, progress: () => undefined },
      { ...question, ...change },
    );
  const stored = (change: object = {}) => journeysIn({ kind: 'stored', database }, change);

  test('are cut where somebody converts, with their value and days', async () => {
    const report = attribute(await stored(), { order: 1 });
    expect(report).toMatchObject({
      journeys: 3,
      conversions: 2,
      value: 40,
      untouched: 1,
      paths: 3,
      daysToConversion: 6,
    });
    expect(report.channels.find(({ channel }) => channel === 'ad')!.credit.first.conversions).toBe(2);
    expect(readAttribution(report).answer).toContain('1 further conversion had no touch before.');
  });

  test('older touches are left out where a window is given, other events where touches are named', async () => {
    const report = attribute(await stored({ within: 5 * 86_400_000 }), { order: 1 });
    expect(report.channels.find(({ channel }) => channel === 'ad')!.credit.first.conversions).toBe(1);
    expect(await stored({ events: ['visit'] })).toEqual(await stored());
    await expect(stored({ events: ['look'] })).rejects.toMatchObject({ code: 'TOO_FEW_EXAMPLES' });
  });

  test.each([
    [{ goal: 'oder' }, /There is no event "oder"/, 'order'],
    [{ channel: 'sorce' }, /No event has the property "sorce"/, 'source'],
    [{ value: 'amont' }, /No "order" has a number "amont"/, 'amount'],
  ])('%j is refused with the name that was meant', async (change, message, nearest) => {
    const failed = await stored(change).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'TOO_FEW_EXAMPLES', problems: [{ nearest }] });
    expect((failed as Error).message).toMatch(message);
  });

  test('conversions before anybody recorded touches are not counted as untouched', async () => {
    await database.run((manager) =>
      manager.query(
        `insert into events (user_id, message_id, name, at, properties) values ('old', 'old', 'order', to_timestamp(600), '{"amount": 5}')`,
      ),
    );
    expect((await stored()).untouched).toBe(1);
    expect((await stored()).times?.middle).toBe((86_400_000 * 14) / 2);
    await database.run((manager) => manager.query(`delete from events where user_id = 'old'`));
  });

  test('show whether the credit of one half of the time holds in the other', async () => {
    const { times, ways } = attribute(await stored(), { order: 1, ways: ['removal'] });
    // Until the middle one journey over ad, after it one over ad and mail.
    expect(times).toEqual({
      until: '1970-01-31T00:00:00.000Z',
      middle: '1970-01-08T00:00:00.000Z',
      moved: {
        ...{ first: 0, last: 1, linear: 0.5, position: 0.5, shapley: 0.5 },
        ...{ timeDecay: expect.closeTo(0.586, 3) as number, removal: expect.closeTo(2 / 3, 9) as number },
      },
    });
    expect(ways).toEqual(['last', 'removal']);
  });

  test('are those of a file of the same events, as an analysis that gives the same bytes again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'journeys-'));
    const path = join(folder, 'events.ndjson');
    const rows = await database.run((manager) =>
      manager.query<object[]>('select user_id, name, at, properties from events order by at desc'),
    );
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    const document: AttributionAnalysis = {
      ...{ id: 'channels', title: 'Channels', kind: 'attribution', within: 'P30D' },
      ...{ conversion: { event: 'order', value: 'amount' }, touches: { channel: 'source' } },
    };
    const found = async (source: AnalysisSource) => {
      const task = { source, until: UNTIL, seed: 1, previous: null, documents: { facts: {} } as never };
      const rest = { host: {} as PluginHost, signal: new AbortController().signal, progress: () => undefined };
      return (await ATTRIBUTION.run(document, { ...task, ...rest })).report;
    };
    const [of, again, file] = [
      await found({ kind: 'stored', database }),
      await found({ kind: 'stored', database }),
      await found({ kind: 'file', file: path, name: 'stored events' }),
    ];
    rmSync(folder, { recursive: true });
    expect(JSON.stringify(again)).toBe(JSON.stringify(of));
    expect(JSON.stringify(file)).toBe(JSON.stringify(of));
  });
});
