import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer, startTestServer, type TestServer } from './server.js';

interface Entry {
  readonly id: string;
  readonly who: string;
  readonly what: string;
  readonly subject: string;
  readonly before: unknown;
  readonly after: unknown;
}

const ADMIN = 'an-administrators-key';

describeOnBothHomes('the audit log', (home) => {
  let server: TestServer;
  const as = { authorization: `Bearer ${ADMIN}` };
  const call = (method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> =>
    server.call(method, path, body, as);
  const changes = async (query = ''): Promise<readonly Entry[]> => {
    const { json } = await call('GET', `/v1/audit${query}`);
    return (json as { changes: readonly Entry[] }).changes;
  };

  beforeAll(async () => {
    server = await startTestServer(home, { STRATA_AUTH: 'on', STRATA_ADMIN_KEY: ADMIN });
  });
  afterAll(() => server.dispose());

  it('begins with what Strata did at its first start', async () => {
    const first = await changes();
    expect(first.map(({ who, what }) => [who, what])).toEqual([
      ['strata', 'release.published'],
      ['strata', 'key.created'],
    ]);
    expect(JSON.stringify(first)).not.toContain(ADMIN);
  });

  it('says who published and rolled back, with the release before and after', async () => {
    const { release } = server;
    const { documents } = (await call('GET', `/v1/releases/${release}`)).json as { documents: object };
    const pushed = await call('POST', '/v1/releases', { ...documents, strategies: [], campaigns: [] });
    const next = (pushed.json as { release: { hash: string } }).release.hash;
    await call('POST', '/v1/releases/rollback', {});
    const [back, forth] = await changes('?subject=release');
    expect(forth).toMatchObject({ what: 'release.published', before: { release }, after: { release: next } });
    expect(back).toMatchObject({ what: 'release.rolled-back', before: { release: next }, after: { release } });
    expect(back?.who).toMatch(/^STRATA_ADMIN_KEY \([0-9a-f-]{36}\)$/);
  });

  it('knows a person by a hash only, and after the erasure that the person went', async () => {
    const person = '/v1/users/somebody%40example.com';
    await call('PUT', `${person}/consents/marketing`, { granted: true, source: 'form' });
    await call('PUT', `${person}/consents/marketing`, { granted: false, source: 'form' });
    await call('PUT', `${person}/suppression`, { suppressed: true });
    const [suppressed, withdrawn] = await changes('?limit=2');
    expect(suppressed).toMatchObject({
      what: 'suppression.changed',
      before: { suppressed: false },
      after: { suppressed: true },
    });
    expect(withdrawn).toMatchObject({
      what: 'consent.changed',
      before: { purpose: 'marketing', granted: true },
      after: { purpose: 'marketing', granted: false },
    });
    expect(suppressed?.subject).toMatch(/^person:[0-9a-f]{64}$/);
    await call('DELETE', person);
    const left = await changes(`?subject=${suppressed?.subject ?? ''}`);
    expect(left.map(({ what }) => what)).toEqual(['person.erased']);
    expect(JSON.stringify(await changes())).not.toContain('somebody');
  });

  it('is paged', async () => {
    const all = await changes();
    const first = (await call('GET', '/v1/audit?limit=2')).json as { changes: readonly Entry[]; next: string };
    const rest = await changes(`?cursor=${first.next}`);
    expect([...first.changes, ...rest]).toEqual(all);
    expect((await call('GET', '/v1/audit?limit=200')).json).toMatchObject({ next: null });
  });

  it('answers what it does not understand, and administrators only', async () => {
    for (const query of ['limit=0', 'cursor=x', 'subject=', 'who=me']) {
      expect((await call('GET', `/v1/audit?${query}`)).status, query).toBe(422);
    }
    expect((await server.call('GET', '/v1/audit')).status).toBe(401);
  });
});

describeOnBothHomes('what marketers change about people', (home) => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await startGuardedServer(home);
  });
  afterAll(() => server.dispose());

  it('a marketer records a consent with a reason only, which the audit log keeps', async () => {
    const path = '/v1/users/somebody/consents/marketing';
    const say = (body: object, key: string) => server.call('PUT', path, { source: 'support', ...body }, bearer(key));
    const { service, marketer, admin } = server.keys;
    const unexplained = await say({ granted: true }, marketer);
    expect(unexplained).toMatchObject({ status: 422, json: { problems: [{ pointer: '/reason' }] } });
    expect((await say({ granted: true }, service)).status).toBe(200);
    const withdrawn = await say({ granted: false, reason: 'told us by telephone' }, marketer);
    expect(withdrawn).toMatchObject({ status: 200, json: { consents: [{ purpose: 'marketing', granted: false }] } });
    const again = await say({ granted: true, reason: 'wrote to the support' }, marketer);
    expect(again).toMatchObject({ status: 200, json: { consents: [{ granted: true }] } });
    const answer = await server.call('GET', '/v1/audit?limit=3', undefined, bearer(admin));
    const { changes } = answer.json as { changes: readonly Entry[] };
    expect(changes).toMatchObject([
      { what: 'consent.changed', after: { granted: true, reason: 'wrote to the support' } },
      { what: 'consent.changed', after: { granted: false, reason: 'told us by telephone' } },
      { what: 'consent.changed', after: { granted: true } },
    ]);
    expect(changes.map(({ who }) => who.replace(/ \(.*/, ''))).toEqual([
      'a marketer of this test',
      'a marketer of this test',
      'a service of this test',
    ]);
  });
});

describeOnBothHomes('a search of the audit log', (home) => {
  let server: GuardedServer;
  const find = async (query: string): Promise<readonly string[]> => {
    const answer = await server.call('GET', `/v1/audit?${query}`, undefined, bearer(server.keys.admin));
    expect(answer.status).toBe(200);
    return (answer.json as { changes: readonly Entry[] }).changes.map(({ what, subject }) => `${what} ${subject}`);
  };

  beforeAll(async () => {
    server = await startGuardedServer(home);
    const key = bearer(server.keys.marketer);
    for (const [user, suppressed] of [
      ['one', true],
      ['two', true],
      ['one', false],
    ] as const) {
      await server.call('PUT', `/v1/users/${user}/suppression`, { suppressed, reason: '100 % sure' }, key);
    }
  });
  afterAll(() => server.dispose());

  it('finds by whoever did it, by the kind of change and by the subject, in whatever case', async () => {
    const suppressions = await find('search=SUPPRESSION');
    expect(suppressions).toHaveLength(3);
    expect(new Set(suppressions).size).toBe(2);
    expect(await find('search=A%20Marketer%20of')).toEqual(suppressions);
    expect(await find('search=release.')).toEqual(['release.published release']);
    const [subject = ''] = suppressions[0]!.split(' ').slice(1);
    expect(await find(`search=${subject}`)).toHaveLength(2);
    expect(await find(`search=suppression&subject=${subject}`)).toHaveLength(2);
  });

  it('takes every sign for itself, finds nothing in reasons or ids of people, and is paged', async () => {
    for (const text of ['%25', '_', '100%20%25%20sure', 'suppression.changed%20person:one', 'nobody']) {
      expect(await find(`search=${text}`), text).toEqual([]);
    }
    const all = await find('search=suppression');
    const ask = (query: string) => server.call('GET', `/v1/audit?${query}`, undefined, bearer(server.keys.admin));
    const first = (await ask('search=suppression&limit=2')).json as { changes: readonly Entry[]; next: string };
    expect(first.changes).toHaveLength(2);
    const rest = await find(`search=suppression&limit=2&cursor=${first.next}`);
    expect([...first.changes.map(({ what, subject }) => `${what} ${subject}`), ...rest]).toEqual(all);
  });
});

describeOnBothHomes('a rate limit', (home) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer(home, { RATE_LIMIT: '5' });
  });
  afterAll(() => server.dispose());

  it('refuses what comes too fast and says when to come again, each key by itself', async () => {
    const send = (key: string) => server.call('GET', '/v1/facts', undefined, { authorization: `Bearer ${key}` });
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('a')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.json).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await send('b')).status).toBe(200);
  });

  it('counts a key that is sent in other ways as the same', async () => {
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    const ways = [
      { authorization: 'Bearer same' },
      { authorization: 'bearer same' },
      { authorization: 'BEARER   same' },
      { authorization: basic('same:') },
      { authorization: basic('same:other') },
      { 'x-api-key': 'same' },
    ];
    const send = (headers: object) => server.call('GET', '/v1/facts', undefined, { ...headers });
    const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => send(ways[index % ways.length]!)));
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThan(11);
  });

  it('never refuses whoever watches the server', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.call('GET', '/healthz')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  });
});

describeOnBothHomes('a rate limit of a server with keys', (home) => {
  it('counts keys that nobody knows by their address, and not against those that are known', async () => {
    const server = await startGuardedServer(home, { RATE_LIMIT: '5' });
    try {
      const guesses = Array.from({ length: 30 }, (_, index) =>
        server.call('GET', '/v1/facts', undefined, bearer(`guess-${String(index)}`)),
      );
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      expect(statuses).toContain(429);
      expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
      expect((await server.call('GET', '/v1/facts', undefined, { 'x-api-key': server.keys.service })).status).toBe(200);
      expect((await server.call('GET', '/v1/facts', undefined, bearer(server.keys.marketer))).status).toBe(200);
    } finally {
      await server.dispose();
    }
  });
});
