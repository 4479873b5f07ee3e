import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { type Database } from '#strata/platform/database';
import { type Call, type IdentifyCall } from '../calls/calls.js';
import { ProfileStore } from './profile-store.js';
import { runs } from '../../../test/support/suite.js';

const START = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;
const TABLES = [
  'profiles',
  'profile_sources',
  'consents',
  'consent_history',
  'events',
  'identities',
  'merges',
  'tombstones',
  'received_messages',
];

describeOnBothHomes('the profile store', (home) => {
  let database: Database;
  let store: ProfileStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ProfileStore(database);
  });
  afterAll(() => database.close());
  beforeEach(() => clear(database));

  const identify = (id: string, rest: Partial<IdentifyCall> = {}): IdentifyCall => ({
    kind: 'identify',
    id,
    anonymousId: null,
    traits: {},
    consent: [],
    at: START,
    ...rest,
  });
  const track = (id: string, messageId: string, at = START): Call => ({
    kind: 'track',
    id,
    messageId,
    name: 'page_viewed',
    properties: {},
    at,
  });
  const eventsOf = async (id: string): Promise<string[]> => {
    const rows = await database.run((manager) =>
      manager.query<{ message_id: string }[]>('select message_id from events where user_id = $1 order by message_id', [
        id,
      ]),
    );
    return rows.map(({ message_id }) => message_id);
  };

  it('finds people by the beginning of their ids, page after page, and by another id in full', async () => {
    const ids = ['ann', 'Ann', 'anna', 'ana', 'añ', 'an_', 'an%', 'b', '安娜', '安', 'an\u{10fffe}'];
    await store.ingest([...ids.map((id) => identify(id)), identify('b', { anonymousId: 'cookie' })]);
    const ascending = (found: readonly string[]) =>
      found.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const search of ['', 'a', 'an', 'ann', 'an_', '安', 'x', 'cookie']) {
      const pages: string[] = [];
      for (let after: string | null = null; ; after = pages.at(-1) ?? null) {
        const page = await store.search({ search, after, limit: 2 });
        pages.push(...page.map(({ userId }) => userId));
        if (page.length < 2) break;
      }
      const wanted = ids.filter((id) => id.startsWith(search) || (search === 'cookie' && id === 'b'));
      expect([search, pages]).toEqual([search, ascending(wanted)]);
    }
  });

  it('keeps why somebody changed consent or suppression, and why a person was erased', async () => {
    const reason = 'asked by phone';
    await store.setConsent({ userId: 'ann', purpose: 'sms', granted: false, source: 'console', reason, at: START });
    await store.suppress({ userId: 'bob', suppressed: true, reason, at: START });
    await store.erase('cyd', 'somebody', reason);
    const changes = await database.run((manager) =>
      manager.query<{ after: string }[]>('select after from audit_log order by id desc limit 3'),
    );
    expect(changes.map(({ after }) => (JSON.parse(after) as { reason?: string }).reason)).toEqual([
      reason,
      reason,
      reason,
    ]);
  });

  it('tells what a person did last, under all its ids', async () => {
    await store.ingest([
      track('cookie', 'm1', START),
      track('ann', 'm2', START + 2 * MINUTE),
      identify('ann', { anonymousId: 'cookie' }),
      track('cookie', 'm3', START + MINUTE),
    ]);
    const seen = await store.recentEvents('cookie', 2);
    expect(seen).toEqual([
      { name: 'page_viewed', at: new Date(START + 2 * MINUTE).toISOString(), properties: {} },
      { name: 'page_viewed', at: new Date(START + MINUTE).toISOString(), properties: {} },
    ]);
  });

  describe('profiles', () => {
    it('keep the latest word on each trait, whenever it arrives', async () => {
      await store.identify(identify('ada', { traits: { city: 'Paris', age: 30 }, at: START + 2 }));
      await store.identify(identify('ada', { traits: { city: 'Rome', plan: 'gold' }, at: START + 1 }));
      await store.identify(identify('ada', { traits: { age: null }, at: START + 3 }));
      expect((await store.find('ada'))?.attributes).toEqual({ city: 'Paris', plan: 'gold' });
    });

    it('keep consent by purpose with its time and source, and all of its history', async () => {
      const word = { userId: 'ada', purpose: 'marketing' };
      await store.setConsent({ ...word, granted: true, source: 'shop', at: START });
      await store.setConsent({ ...word, granted: false, source: 'call centre', at: START + 2 });
      await store.setConsent({ ...word, granted: true, source: 'late import', at: START + 1 });
      const consents = [
        { purpose: 'marketing', granted: false, source: 'call centre', at: '2026-01-01T00:00:00.002Z' },
      ];
      expect((await store.find('ada'))?.consents).toEqual(consents);
      const exported = (await store.exportAll('ada')).profiles?.[0] as { consentHistory: unknown[] };
      expect(exported.consentHistory).toHaveLength(3);
    });

    it('are suppressed until a later word ends it', async () => {
      await store.suppress({ userId: 'ada', suppressed: true, at: START + 1 });
      await store.suppress({ userId: 'ada', suppressed: false, at: START });
      expect(await store.find('ada')).toMatchObject({ suppressed: true, suppressedAt: '2026-01-01T00:00:00.001Z' });
      await store.suppress({ userId: 'ada', suppressed: false, at: START + 2 });
      expect(await store.find('ada')).toMatchObject({ suppressed: false });
    });

    it('hold text of any language and drop what PostgreSQL cannot keep', async () => {
      const traits = { 'nämé\0': '日本\0\ud800!', list: ['\\u0000', { deep: '😀' }] };
      await store.identify(identify('ada', { traits }));
      expect((await store.find('ada'))?.attributes).toEqual({ nämé: '日本\uFFFD!', list: ['\\u0000', { deep: '😀' }] });
    });

    it('of nobody are null', async () => {
      expect(await store.find('nobody')).toBeNull();
    });
  });

  describe('events', () => {
    it('with a known message id are the same event', async () => {
      expect(await store.ingest([track('ada', 'm1'), track('ada', 'm2')])).toMatchObject({
        accepted: 2,
        duplicates: 0,
      });
      const again = await store.ingest([track('ada', 'm2'), track('ada', 'm3'), track('ada', 'm3')]);
      expect(again).toMatchObject({ accepted: 1, duplicates: 2, duplicatesByEvent: new Map([['page_viewed', 2]]) });
      expect(await eventsOf('ada')).toEqual(['m1', 'm2', 'm3']);
    });

    it('of one message id of two users are two events', async () => {
      await store.ingest([track('ada', 'm1'), track('bob', 'm1')]);
      expect([await eventsOf('ada'), await eventsOf('bob')]).toEqual([['m1'], ['m1']]);
    });
  });

  describe('identities', () => {
    it('give a user what was done, said and agreed to before signing in', async () => {
      await store.ingest([
        track('anon', 'm1'),
        identify('anon', {
          traits: { theme: 'dark' },
          consent: [{ purpose: 'mail', granted: true, source: 'banner' }],
        }),
        identify('ada', { anonymousId: 'anon', traits: { city: 'Paris' }, at: START + 1 }),
      ]);
      await store.ingest([track('anon', 'm2'), track('ada', 'm3')]);
      expect(await eventsOf('ada')).toEqual(['m1', 'm2', 'm3']);
      const profile = await store.find('anon');
      expect(profile).toMatchObject({
        userId: 'ada',
        otherIds: ['anon'],
        attributes: { theme: 'dark', city: 'Paris' },
      });
      expect(profile?.consents).toMatchObject([{ purpose: 'mail', granted: true }]);
    });

    it('follow aliases through several ids', async () => {
      await store.ingest([track('a', 'm1'), track('b', 'm2'), track('c', 'm3')]);
      await store.alias({ id: 'c', previousId: 'b', at: START });
      await store.alias({ id: 'b', previousId: 'a', at: START });
      expect(await eventsOf('c')).toEqual(['m1', 'm2', 'm3']);
      expect(await store.find('a')).toMatchObject({ userId: 'c', otherIds: ['a', 'b'] });
    });

    it('leave a shared device with the user who signed in first, also where that is learned later', async () => {
      await store.ingest([track('device', 'm1'), identify('bob', { anonymousId: 'device', at: START + 2 * MINUTE })]);
      expect(await eventsOf('bob')).toEqual(['m1']);
      await store.ingest([identify('ada', { anonymousId: 'device', at: START + MINUTE })]);
      expect([await eventsOf('ada'), await eventsOf('bob')]).toEqual([['m1'], []]);
      const merges = await database.run((manager) =>
        manager.query<unknown[]>('select from_id, into_id, reason from merges order by into_id'),
      );
      expect(merges).toEqual([
        { from_id: 'device', into_id: 'ada', reason: 'identify' },
        { from_id: 'device', into_id: 'bob', reason: 'identify' },
      ]);
    });

    it('break a circle at its latest claim', async () => {
      await store.alias({ id: 'b', previousId: 'a', at: START });
      await store.alias({ id: 'a', previousId: 'b', at: START + 1 });
      expect(await store.find('a')).toMatchObject({ userId: 'b' });
    });
  });

  describe('messages', () => {
    const mail = (granted: boolean) => [{ purpose: 'mail', granted, source: 'shop' }];
    const first = () => identify('ada', { messageId: 'm1', traits: { city: 'Paris' }, consent: mail(true) });

    it('count once of every kind, whatever came between and however much later they say that they are', async () => {
      await store.ingest([first()]);
      await store.setConsent({ userId: 'ada', purpose: 'mail', granted: false, source: 'shop', at: START + 1 });
      await store.ingest([identify('ada', { messageId: 'm2', traits: { city: 'Rome' }, at: START + 1 })]);
      const again = { ...first(), at: START + 5 };
      expect(await store.ingest([again, again])).toMatchObject({ accepted: 0, duplicates: 2, refused: 0 });
      expect(await store.find('ada')).toMatchObject({ attributes: { city: 'Rome' }, consents: [{ granted: false }] });

      const alias = { id: 'ada', previousId: 'old', messageId: 'm1', at: START };
      expect(await store.alias(alias)).toMatchObject({ accepted: 1 });
      expect(await store.alias({ ...alias, at: START - 1 })).toMatchObject({ duplicates: 1 });
    });

    it('count once where they come twice in one batch, or twice at once', async () => {
      expect(await store.ingest([first(), { ...first(), traits: { city: 'Rome' } }])).toMatchObject({
        accepted: 1,
        duplicates: 1,
      });
      expect(await store.find('ada')).toMatchObject({ attributes: { city: 'Paris' } });
      const many = Array.from({ length: 12 }, (_, index) =>
        identify('bob', { messageId: 'm1', traits: { index }, at: START + index }),
      );
      const tallies = await Promise.all(many.map((call) => store.ingest([call])));
      expect(tallies.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1);
      const winner = tallies.findIndex(({ accepted }) => accepted === 1);
      expect(await store.find('bob')).toMatchObject({ attributes: { index: winner } });
    });

    it('of one id are two where they are of two people', async () => {
      const calls = ['ada', 'bob'].map((id) => identify(id, { messageId: 'm1', traits: { id } }));
      expect(await store.ingest(calls)).toMatchObject({ accepted: 2, duplicates: 0 });
    });

    it('with a consent or a suppression count once', async () => {
      const granted = { userId: 'ada', purpose: 'mail', granted: true, source: 'shop', messageId: 'm1' };
      await store.setConsent({ ...granted, at: START });
      await store.setConsent({ ...granted, granted: false, messageId: 'm2', at: START + 1 });
      await store.setConsent({ ...granted, at: START + 2 });
      await store.suppress({ userId: 'ada', suppressed: false, messageId: 'm1', at: START });
      await store.suppress({ userId: 'ada', suppressed: true, at: START + 1 });
      await store.suppress({ userId: 'ada', suppressed: false, messageId: 'm1', at: START + 2 });
      expect(await store.find('ada')).toMatchObject({ consents: [{ granted: false }], suppressed: true });
    });

    it('go with their person', async () => {
      await store.ingest([first()]);
      await store.erase('ada');
      const rows = await database.run((manager) => manager.query<unknown[]>('select from received_messages'));
      expect(rows).toEqual([]);
    });
  });

  it('comes to the same state whatever the order, the batches and the repetitions of the calls', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ calls, batches, again }) => {
        const states: unknown[] = [];
        for (const order of [calls, batches, again]) {
          await clear(database);
          for (const batch of order === calls ? calls.map((call) => [call]) : chunks(order)) await store.ingest(batch);
          states.push(await stateOf(database));
        }
        expect(states[1]).toEqual(states[0]);
        expect(states[2]).toEqual(states[0]);
      }),
      { numRuns: runs(6, 20) },
    );
  });

  it('loses nothing where many callers merge and track the same ids at once', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `id-${String(index)}`);
    const calls = ids.flatMap((id, index): Call[] => [
      ...Array.from({ length: 5 }, (_, event) => track(id, `${id}/${String(event)}`)),
      identify(id, { traits: { [id]: true }, at: START + index }),
      ...(index === 0 ? [] : [{ kind: 'alias' as const, id: ids[index - 1]!, previousId: id, at: START }]),
    ]);
    const shuffled = calls.toSorted((a, b) => hash(JSON.stringify(a)) - hash(JSON.stringify(b)));
    await Promise.all(shuffled.map((call) => store.ingest([call])));
    expect(await eventsOf('id-0')).toHaveLength(60);
    expect(Object.keys((await store.find('id-7'))?.attributes ?? {})).toHaveLength(12);
  });
});

const id = fc.constantFrom('u1', 'u2', 'u3', 'a1', 'a2', 'a3');
const at = fc.integer({ min: 0, max: 20 }).map((minutes) => START + minutes * MINUTE);
const trait = fc.constantFrom('city', 'age', 'plan');
const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('track' as const),
      id,
      messageId: fc.uuid(),
      name: trait,
      properties: fc.dictionary(trait, fc.integer()),
      at,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('identify' as const),
      id,
      anonymousId: fc.option(id),
      traits: fc.dictionary(trait, fc.option(fc.integer({ min: 0, max: 3 }))),
      consent: fc.array(
        fc.record({
          purpose: fc.constantFrom('mail', 'ads'),
          granted: fc.boolean(),
          source: fc.constantFrom('x', 'y'),
        }),
        { maxLength: 2 },
      ),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('alias' as const), id, previousId: id, at }) },
);
const history = fc.array(call, { minLength: 2, maxLength: 14 }).chain((calls) =>
  fc.record({
    calls: fc.constant(calls),
    batches: fc.shuffledSubarray(calls, { minLength: calls.length }),
    again: fc.shuffledSubarray([...calls, ...calls], { minLength: 2 * calls.length }),
  }),
);

/** Quicker than to truncate. */
function clear(database: Database): Promise<void> {
  return database.transaction(async (manager) => {
    for (const table of TABLES) await manager.query(`delete from ${table}`);
  });
}

/** Batches of one, two, three, … calls. */
function chunks(calls: readonly Call[]): readonly Call[][] {
  const result: Call[][] = [];
  for (let start = 0, size = 1; start < calls.length; start += size++) result.push(calls.slice(start, start + size));
  return result;
}

function hash(text: string): number {
  return Array.from(text).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009, 7);
}

/** All that is stored but for when and under which number it was stored. */
async function stateOf(database: Database): Promise<unknown> {
  const queries = [
    'select user_id, attributes, suppressed, suppressed_at from profiles order by 1',
    'select id, traits from profile_sources order by 1',
    'select user_id, purpose, granted, at, source from consents order by 1, 2',
    'select id, purpose, granted, at, source from consent_history order by 1, 2, 3, 4, 5',
    'select user_id, message_id, name, at, properties, anonymous_id from events order by 1, 2',
    'select anonymous_id, user_id, claimed_id, at from identities order by 1',
    'select from_id, into_id, at from merges order by 1, 2',
  ];
  return database.run(async (manager) => {
    const state: unknown[] = [];
    for (const query of queries) state.push(await manager.query(query));
    return state;
  });
}
