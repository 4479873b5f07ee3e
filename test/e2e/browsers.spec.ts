/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- answers are JSON of every shape, and the expectations check it */
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { bearer, type GuardedServer, startGuardedServer, startTestServer, type TestServer } from './server.js';

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends exactly these headers, as `fetch` would not. */
function send(url: string, { method = 'POST', headers = {}, body }: Sent = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(url, { method, headers: { ...length, ...headers }, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const JSON_BODY = { 'content-type': 'application/json' };
const TRACK = JSON.stringify({ userId: 'browser', event: 'viewed' });

describeOnBothHomes('a server that asks for no key yet', (home) => {
  let server: TestServer;
  let port: string;
  beforeAll(async () => {
    server = await startTestServer(home);
    ({ port } = new URL(server.url));
  });
  afterAll(() => server.dispose());

  const bodies: readonly [string, string | undefined][] = [
    ['/v1/track', TRACK],
    ['/v1/identify', JSON.stringify({ userId: 'browser' })],
    ['/v1/alias', JSON.stringify({ userId: 'browser', previousId: 'b' })],
    ['/v1/decisions', JSON.stringify({ userId: 'browser' })],
    ['/v1/outcomes', '{}'],
    ['/v1/releases/rollback', undefined],
    ['/v1/models/natural-conversion/train', undefined],
    ['/v1/models/natural-conversion/promote', undefined],
  ];

  it.each(bodies)('refuses what a page of another site sends to %s', async (path, body) => {
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:1' },
      { origin: `http://localhost.evil.example:${port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { host: `evil.example:${port}` },
      { host: 'localhost.evil.example' },
      { host: '203.0.113.5' },
    ];
    for (const headers of foreign) {
      for (const type of [{}, JSON_BODY, { 'content-type': 'text/plain' }]) {
        const sent = body === undefined ? {} : { body };
        const { status, text } = await send(`${server.url}${path}`, { headers: { ...headers, ...type }, ...sent });
        expect(status, `${JSON.stringify(headers)} ${text}`).toBe(403);
        expect(JSON.parse(text)).toMatchObject({ code: 'CROSS_SITE', problems: [{ expected: expect.any(String) }] });
      }
    }
  });

  it.each(bodies)('takes no form and no text at %s, whoever sends it', async (path, body = '') => {
    const forms = [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
      'text/plain;json',
    ];
    for (const type of forms) {
      const { status, text } = await send(`${server.url}${path}`, { headers: { 'content-type': type }, body });
      expect(status, `${type} ${text}`).toBe(415);
      expect(JSON.parse(text)).toMatchObject({
        code: 'UNSUPPORTED_MEDIA_TYPE',
        problems: [{ expected: expect.stringContaining('application/json') }],
      });
    }
  });

  it('says what is missing where the body has no content type', async () => {
    const { status, text } = await send(`${server.url}/v1/track`, { body: TRACK });
    expect([status, JSON.parse(text).detail]).toEqual([415, 'The body has no content type.']);
  });

  it('lets its own pages, links to it, and whatever is no browser in', async () => {
    const own = [
      {},
      { origin: server.url },
      { origin: `http://localhost:${port}`, host: `localhost:${port}` },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { host: `LOCALHOST:${port}` },
      { host: '127.0.0.1' },
    ];
    for (const headers of own) {
      const { status } = await send(`${server.url}/v1/track`, { headers: { ...headers, ...JSON_BODY }, body: TRACK });
      expect(status, JSON.stringify(headers)).toBe(200);
    }
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await send(`${server.url}/docs`, { method: 'GET', headers: link })).status).toBe(200);
    expect(
      (await send(`${server.url}/docs`, { method: 'GET', headers: { ...link, 'sec-fetch-dest': 'iframe' } })).status,
    ).toBe(403);
    expect((await send(`${server.url}/v1/releases/rollback`, { headers: link })).status).toBe(403);
  });

  it('answers no preflight', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const { status, headers: answered } = await send(`${server.url}/v1/track`, { method: 'OPTIONS', headers });
    expect(status).toBe(403);
    expect(answered).not.toHaveProperty('access-control-allow-origin');
  });

  it('says of every answer that it is what it says, and that nobody may frame it', async () => {
    const answers = [
      ['GET', '/'],
      ['GET', '/docs'],
      ['GET', '/docs/swagger-ui.css'],
      ['GET', '/docs/errors'],
      ['GET', '/openapi.json'],
      ['GET', '/healthz'],
      ['GET', '/metrics'],
      ['GET', '/nowhere'],
      ['GET', '/v1/users/%E0%A4%A'],
      ['GET', '/v1/track'],
      ['POST', '/v1/decisions'],
      ['POST', '/ofrep/v1/evaluate/flags'],
    ] as const;
    for (const [method, path] of answers) {
      const { headers } = await send(`${server.url}${path}`, { method });
      expect(headers['x-content-type-options'], path).toBe('nosniff');
      expect(headers['x-frame-options'], path).toBe('DENY');
      expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'");
    }
    const page = await send(`${server.url}/docs`, { method: 'GET' });
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });

  it('serves the console, whose page runs only what it was served with', async () => {
    const [first, second] = [
      await send(server.url, { method: 'GET' }),
      await send(`${server.url}/rules`, { method: 'GET' }),
    ];
    const nonces = [first, second].map(({ status, headers, text }) => {
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ]);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).not.toContain('unsafe');
      const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
      expect(new Set(Array.from(text.matchAll(/ nonce="([^"]*)"/g), ([, each]) => each))).toEqual(new Set([nonce]));
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
    const assets = Array.from(first.text.matchAll(/(?:src|href)="(\/[^"]+)"/g), ([, path]) => path!);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) {
      const headers = { 'accept-encoding': 'br' };
      const { status, headers: answered } = await send(`${server.url}${asset}`, { method: 'GET', headers });
      expect([status, answered['content-encoding'], answered['cache-control']], asset).toEqual([
        200,
        'br',
        'public, max-age=31536000, immutable',
      ]);
    }
    for (const path of ['/assets/', '/assets/none.js', '/assets/..%2findex.html', '/assets/%2e%2e/index.html']) {
      const { status, headers, text } = await send(`${server.url}${path}`, { method: 'GET' });
      expect([status, JSON.parse(text).code, headers['cache-control']], path).toEqual([404, 'NOT_FOUND', undefined]);
    }
  });

  it('names the methods of a path that was called with another one', async () => {
    const { status, headers, text } = await send(`${server.url}/v1/decisions`, { method: 'GET' });
    expect([status, headers.allow]).toEqual([405, 'POST']);
    expect(JSON.parse(text)).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    expect((await send(`${server.url}/v1/users/u1/export?x=1`, { method: 'PUT' })).headers.allow).toBe('GET, HEAD');
    expect((await send(`${server.url}/v1/nothing`, { method: 'GET' })).status).toBe(404);
  });

  describe('packed bodies', () => {
    const gzip = { ...JSON_BODY, 'content-encoding': 'gzip' };

    it('are unpacked', async () => {
      const body = gzipSync(JSON.stringify({ userId: 'packed', event: 'viewed', messageId: 'packed' }));
      expect(await send(`${server.url}/v1/track`, { headers: gzip, body })).toMatchObject({ status: 200 });
      const { json } = await server.call('GET', '/v1/users/packed/export');
      expect(json.profiles[0].events).toHaveLength(1);
    });

    it('are refused where they are larger than a body may be, packed or unpacked', async () => {
      const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '));
      expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
      const { status, text } = await send(`${server.url}/v1/track`, { headers: gzip, body: bomb });
      expect(status).toBe(413);
      expect(JSON.parse(text)).toMatchObject({ code: 'BODY_TOO_LARGE' });
      expect((await server.call('GET', '/healthz')).status).toBe(200);
    });

    it('are refused where they are not what they say', async () => {
      const packed = gzipSync(TRACK);
      for (const body of [TRACK, packed.subarray(0, packed.length - 4), Buffer.from([]), gzipSync('{')]) {
        const { status } = await send(`${server.url}/v1/track`, { headers: gzip, body });
        expect(status).toBe(400);
      }
      for (const encoding of ['br', 'deflate', 'gzip, gzip', 'x']) {
        const headers = { ...JSON_BODY, 'content-encoding': encoding };
        const { status, text } = await send(`${server.url}/v1/track`, { headers, body: packed });
        expect(status, encoding).toBe(415);
        expect(JSON.parse(text).problems[0].expected).toContain('gzip');
      }
    });
  });
});

describeOnBothHomes('a server that allows the pages of a shop', (home) => {
  const origin = 'https://shop.example';
  let server: GuardedServer;
  beforeAll(async () => {
    server = await startGuardedServer(home, {
      ALLOWED_ORIGINS: ` ${origin} ,https://b.example`,
      ALLOWED_HOSTS: 'strata.example',
    });
  });
  afterAll(() => server.dispose());
  const eventsOf = async (id: string) => {
    const { json } = await server.call('GET', `/v1/users/${id}/export`, undefined, bearer(server.keys.admin));
    return json.profiles[0].events as readonly { readonly name: string }[];
  };

  it('answers their preflights, and nobody else’s', async () => {
    const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
    const allowed = await send(`${server.url}/v1/track`, { method: 'OPTIONS', headers: { origin, ...preflight } });
    expect(allowed).toMatchObject({
      status: 204,
      text: '',
      headers: { 'access-control-allow-origin': origin, vary: 'Origin' },
    });
    expect(allowed.headers['access-control-allow-headers']).toContain('authorization');
    expect(allowed.headers['access-control-allow-methods']).toContain('POST');
    for (const other of [
      'https://shop.example.evil.example',
      'http://shop.example',
      'https://shop.example:444',
      'null',
    ]) {
      const headers = { origin: other, ...preflight };
      expect((await send(`${server.url}/v1/track`, { method: 'OPTIONS', headers })).status, other).toBe(403);
    }
  });

  it('takes what a client in a page sends with its key, and tells the page the answer', async () => {
    const headers = { origin, 'sec-fetch-site': 'cross-site', ...JSON_BODY, ...bearer(server.keys.service) };
    const answer = await send(`${server.url}/v1/track`, { headers, body: TRACK });
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': origin } });
    const refused = await send(`${server.url}/v1/track`, {
      headers: { ...headers, authorization: 'Bearer x' },
      body: TRACK,
    });
    expect(refused).toMatchObject({ status: 401, headers: { 'access-control-allow-origin': origin } });
  });

  it('takes the forms of analytics.js: text, short paths, and the key in the body', async () => {
    const headers = { origin, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };
    const writeKey = server.keys.service;
    const common = {
      writeKey,
      anonymousId: 'page-visitor',
      sentAt: new Date().toISOString(),
      context: { ip: '0.0.0.0' },
    };
    const calls: readonly [string, object][] = [
      ['t', { type: 'track', event: 'clicked', messageId: 'ajs-1' }],
      ['p', { type: 'page', name: 'Home', messageId: 'ajs-2' }],
      ['s', { type: 'screen', name: 'Home', messageId: 'ajs-3' }],
      ['g', { type: 'group', groupId: 'g', messageId: 'ajs-4' }],
      ['i', { type: 'identify', userId: 'page-user', traits: { city: 'Rome' }, messageId: 'ajs-5' }],
      ['a', { type: 'alias', userId: 'page-user', previousId: 'page-old', messageId: 'ajs-6' }],
      ['b', { batch: [{ type: 'track', anonymousId: 'page-visitor', event: 'batched', messageId: 'ajs-7' }] }],
    ];
    for (const [path, body] of calls) {
      const sent = { headers, body: JSON.stringify({ ...common, ...body }) };
      expect(await send(`${server.url}/v1/${path}`, sent), path).toMatchObject({ status: 200 });
    }
    const names = (await eventsOf('page-user')).map(({ name }) => name).sort();
    expect(names).toEqual(['batched', 'clicked', 'group_joined', 'page_viewed', 'screen_viewed']);
    const wrong = { headers, body: JSON.stringify({ ...common, writeKey: 'x', event: 'e' }) };
    expect((await send(`${server.url}/v1/t`, wrong)).status).toBe(401);
    const nobody = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...common, event: 'e' }) };
    expect((await send(`${server.url}/v1/t`, nobody)).status).toBe(401);
  });

  it('lets somebody sign in to the console by a cookie that serves no other page', async () => {
    const session = (headers: Readonly<Record<string, string>>, { body, method = 'GET' }: Sent = {}) =>
      send(
        `${server.url}/v1/session`,
        body === undefined ? { method, headers } : { headers: { ...headers, ...JSON_BODY }, body },
      );
    const nobody = { name: null, role: null, asksForKey: true };
    expect(JSON.parse((await session({})).text)).toEqual(nobody);
    const guess = await session({}, { body: JSON.stringify({ key: 'a guess' }) });
    expect([guess.status, guess.headers['set-cookie']]).toEqual([401, undefined]);

    const signedIn = await session({}, { body: JSON.stringify({ key: server.keys.marketer }) });
    expect(JSON.parse(signedIn.text)).toEqual({ name: 'a marketer of this test', role: 'marketer', asksForKey: true });
    const [set = ''] = signedIn.headers['set-cookie'] ?? [];
    expect(set).toMatch(/; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/);
    const cookie = { cookie: `other=1; ${set.split(';', 1)[0]!}` };
    expect(JSON.parse((await session(cookie)).text)).toMatchObject({ role: 'marketer' });

    const ask = (path: string, headers: Readonly<Record<string, string>>) =>
      send(`${server.url}${path}`, { method: 'GET', headers });
    expect((await ask('/v1/quality', cookie)).status).not.toBe(401);
    expect((await ask('/v1/audit', cookie)).status).toBe(403);
    expect(
      (await ask('/v1/audit', { cookie: cookie.cookie.replace('other=1; ', 'strata_session=%E0%A4%A; ') })).status,
    ).toBe(401);
    expect((await ask('/v1/users/u1', { ...cookie, origin })).status).toBe(401);
    expect((await ask('/v1/users/u1', { ...cookie, origin: 'https://evil.example' })).status).toBe(403);

    const left = await session(cookie, { method: 'DELETE' });
    expect(JSON.parse(left.text)).toEqual(nobody);
    expect(left.headers['set-cookie']).toEqual(['strata_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict']);
  });

  it('answers for its names with a key only', async () => {
    const headers = { host: 'Strata.Example:8443', ...JSON_BODY };
    expect((await send(`${server.url}/v1/track`, { headers, body: TRACK })).status).toBe(401);
    const keyed = { ...headers, ...bearer(server.keys.service) };
    expect((await send(`${server.url}/v1/track`, { headers: keyed, body: TRACK })).status).toBe(200);
    expect(
      (await send(`${server.url}/v1/track`, { headers: { ...keyed, host: 'other.example' }, body: TRACK })).status,
    ).toBe(403);
  });
});
