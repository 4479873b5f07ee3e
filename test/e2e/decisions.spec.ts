/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-argument -- answers are JSON of every shape, and the expectations check it */
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothHomes } from '../support/database.js';
import { startTestServer, type TestServer } from './server.js';

const EXAMPLE = JSON.parse(readFileSync(new URL('../../examples/decision-request.json', import.meta.url), 'utf8')) as {
  readonly userId: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

describeOnBothHomes('the decision API', (home) => {
  let server: TestServer;
  let users = 0;
  const request = (more: object = {}) => ({ ...EXAMPLE, userId: `user-${String(++users)}`, ...more });
  const decide = (body: unknown, headers = {}) => server.call('POST', '/v1/decisions', body, headers);
  beforeAll(async () => {
    server = await startTestServer(home);
  });
  afterAll(() => server.dispose());

  it('answers the example request of a fresh server with an explained decision', async () => {
    const { status, json, headers } = await decide(EXAMPLE);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(json).toMatchObject({
      userId: EXAMPLE.userId,
      strategy: 'win-back-coupon',
      release: server.release,
      repeated: false,
    });
    expect(json.reasons).toContainEqual(expect.objectContaining({ code: 'SEGMENT_MATCH', actual: 212, expected: 180 }));
    expect(json.reasons.every(({ words }: { words: string }) => words.length > 0)).toBe(true);
  });

  it('gives a decision back byte for byte, replays it equal and explains it', async () => {
    for (const explain of ['none', 'summary', 'full']) {
      const made = await decide(request({ explain }));
      const path = `/v1/decisions/${made.json.id as string}`;
      expect((await server.call('GET', path)).text).toBe(made.text);
      expect((await server.call('GET', `${path}/replay`)).json).toMatchObject({ equal: true, differences: [] });
      const { json } = await server.call('GET', `${path}/explanation`);
      expect(json.decision).toMatchObject({ id: made.json.id, outcome: made.json.outcome });
      expect(json.traces).toContainEqual(
        expect.objectContaining({
          strategy: 'win-back-coupon',
          stage: 'segment',
          trace: expect.objectContaining({ result: true }),
        }),
      );
    }
  });

  it('tells a few of many unknown facts, and refuses what is too large to be looked at', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`orderz${String(index)}`, index]));
    const unknown = await decide(request({ facts: many(5_000) }));
    expect(unknown.json).toMatchObject({ status: 422, code: 'UNKNOWN_FACT' });
    expect(unknown.json.problems).toHaveLength(21);
    expect(unknown.json.problems.at(-1)).toEqual({
      message: '4980 more facts are not of the catalogue.',
      pointer: '/facts',
    });
    const large = [
      request({ facts: many(20_000) }),
      request({ context: many(20_000) }),
      request({ events: Array.from({ length: 20_000 }, () => ({})) }),
      request({ consent: Array.from({ length: 20_000 }, () => 1) }),
      many(20_000),
    ];
    for (const body of large) {
      const { status, json, text } = await decide(body);
      expect([status, json.code]).toEqual([422, 'INVALID_REQUEST']);
      expect(text.length).toBeLessThan(20_000);
      const row = await server.call('POST', '/v1/decisions/batch', { requests: [body] });
      expect(row.json.results[0].problem.code).toBe('INVALID_REQUEST');
      const flag = await server.call('POST', '/ofrep/v1/evaluate/flags', { context: { targetingKey: 'u', ...body } });
      expect([flag.status, flag.json.errorCode]).toEqual([400, 'INVALID_CONTEXT']);
    }
    const values = await decide(`[${'0,'.repeat(50_000)}0]`);
    expect([values.status, values.json.code]).toEqual([422, 'INVALID_REQUEST']);
  });

  it('repeats a decision to a user who is asked about again', async () => {
    // The arms and the hold-out are drawn by user: this one gets an offer.
    const body = await offered();
    const again = await decide({ ...body.asked, explain: 'none' });
    expect(again.json).toEqual({ ...body.answer, repeated: true });
  });

  async function offered() {
    for (;;) {
      const asked = request({ explain: 'summary' });
      const { json: answer } = await decide(asked);
      if (answer.outcome === 'offer') return { asked, answer };
    }
  }

  it('takes an Idempotency-Key: same body, same decision; other body, 409', async () => {
    const body = request();
    const headers = { 'idempotency-key': `key-${home}` };
    const answers = await Promise.all(Array.from({ length: 8 }, () => decide(body, headers)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const shuffled = Object.fromEntries(Object.entries(body).reverse());
    expect((await decide(shuffled, headers)).text).toBe(answers[0]!.text);
    expect(await decide({ ...body, consent: [] }, headers)).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
    expect((await decide(body, { 'idempotency-key': 'x'.repeat(300) })).status).toBe(400);
  });

  it('names an unknown fact, a mistyped one and an unknown strategy, with the nearest name', async () => {
    expect(await decide(request({ facts: { ordrs: 1 } }))).toMatchObject({
      status: 422,
      json: { code: 'UNKNOWN_FACT', problems: [{ pointer: '/facts/ordrs', nearest: 'orders' }] },
    });
    expect(await decide(request({ facts: { orders: '1' } }))).toMatchObject({
      status: 422,
      json: { code: 'INVALID_FACT', problems: [{ pointer: '/facts/orders', expected: 'a finite number, or null' }] },
    });
    expect(await decide(request({ strategy: 'win-back-coupons' }))).toMatchObject({
      status: 404,
      json: { code: 'UNKNOWN_STRATEGY', problems: [{ nearest: 'win-back-coupon' }] },
    });
    expect(await decide(request({ facs: {} }))).toMatchObject({
      status: 422,
      json: { code: 'INVALID_REQUEST', problems: [{ pointer: '/facs', nearest: 'facts' }] },
    });
  });

  it('computes shares from their parts unless they are given, and takes absent consent as no', async () => {
    const { json } = await decide(request({ facts: { ...EXAMPLE.facts, couponOrders: null }, consent: undefined }));
    expect(json).toMatchObject({ outcome: 'none', stoppedBy: 'consent' });
  });

  it('decides a batch row by row: a bad row does not fail the rest', async () => {
    const rows = [request(), { userId: '' }, request({ facts: { nonsense: 1 } }), request()];
    const { status, json } = await server.call('POST', '/v1/decisions/batch', { requests: rows });
    expect(status).toBe(200);
    expect(json.results.map((row: object) => Object.keys(row)[0])).toEqual([
      'decision',
      'problem',
      'problem',
      'decision',
    ]);
    expect(json.results[2].problem).toMatchObject({ status: 422, code: 'UNKNOWN_FACT' });
    const many = { requests: Array.from({ length: 1_000 }, () => request({ explain: 'none' })) };
    const thousand = await server.call('POST', '/v1/decisions/batch', many);
    expect(thousand.json.results.every((row: object) => 'decision' in row)).toBe(true);
    const tooMany = { requests: [...many.requests, request()] };
    expect((await server.call('POST', '/v1/decisions/batch', tooMany)).status).toBe(422);
  });

  it("pages through a user's decisions, the latest first", async () => {
    const userId = `pages-${home}`;
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await decide(request({ userId, consent: [] }))).json.id as string);
    const path = `/v1/users/${userId}/decisions?limit=3`;
    const first = (await server.call('GET', path)).json;
    const second = (await server.call('GET', `${path}&cursor=${first.next as string}`)).json;
    const listed = [...first.decisions, ...second.decisions].map(({ id }: { id: string }) => id);
    expect(listed).toEqual(ids);
    expect(second.next).toBeNull();
    expect((await server.call('GET', `${path}&cursor=nonsense`)).status).toBe(422);
    expect((await server.call('GET', '/v1/users/%00/decisions')).status).toBe(422);
  });

  it('answers malformed bodies, unknown ids and unknown paths as problem documents', async () => {
    const cases = [
      [await decide('{'), 400],
      [await decide('{"userId":"u","__proto__":{"polluted":true}}'), 400],
      [await decide('x'.repeat(3 * 1024 * 1024)), 413],
      [await decide(`{"userId":"u","context":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`), 422],
      [await decide(request(), { 'content-type': 'application/xml' }), 415],
      [await server.call('GET', '/v1/decisions/01a201f1-c3cf-7444-b45a-63aba5e9b1dc'), 404],
      [await server.call('GET', '/v1/decisions/%00'), 404],
      [await server.call('GET', '/v1/nothing'), 404],
    ] as const;
    for (const [answer, status] of cases) {
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toMatch('application/problem+json');
      expect(answer.json).toMatchObject({ status, code: expect.any(String) });
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('follows a newly published release', async () => {
    const { json: before } = await server.call('GET', `/v1/releases/${server.release}`);
    const documents = { ...before.documents, strategies: before.documents.strategies.map(renamed) };
    const { json: pushed } = await server.call('POST', '/v1/releases', documents);
    await server.follows((pushed as { release: { hash: string } }).release.hash);
    expect((await decide(request())).json.release).toBe(pushed.release.hash);
    await server.call('POST', '/v1/releases/rollback', { steps: 1 });
    await server.follows(server.release);
    expect((await decide(request())).json.release).toBe(server.release);
  });

  it('says that it is alive and ready, and shows its figures', async () => {
    expect((await server.call('GET', '/healthz')).json).toEqual({ status: 'ok' });
    expect((await server.call('GET', '/readyz')).json).toEqual({ status: 'ready', release: server.release });
    expect((await server.call('GET', '/metrics')).text).toMatch(
      /strata_decisions_total\{outcome="offer",again="false"\}/,
    );
  });

  it('describes itself by a valid OpenAPI 3.1 document', async () => {
    const { json } = await server.call('GET', '/openapi.json');
    const validator = new Validator();
    expect(await validator.validate(json)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(Object.keys(json.paths)).toEqual(
      expect.arrayContaining(['/v1/decisions', '/v1/decisions/batch', '/v1/releases', '/healthz']),
    );
    expect(Object.keys(json.components.schemas.Decision.properties)).toContain('nearestChange');
  });

  it('shows its description to people, from its own files', async () => {
    const { text } = await server.call('GET', '/docs');
    expect(text).toMatch('/docs/swagger-ui-bundle.js');
    expect(text).not.toMatch(/https?:/);
    for (const asset of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js']) {
      expect((await server.call('GET', `/docs/${asset}`)).status).toBe(200);
    }
    expect((await server.call('GET', '/docs/package.json')).status).toBe(404);
  });
});

function renamed(strategy: { readonly title: string }): object {
  return { ...strategy, title: `${strategy.title}!` };
}
