/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access -- answers are JSON of every shape, and the expectations check it */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../e2e/server.js';
import { runs } from '../support/suite.js';
import { mutated, nasty, serialised } from './mutations.js';

/** Malformed requests and documents altogether. */
const TRIES = runs(200, 700);
const CONCURRENT = 16;

const EXAMPLE = JSON.parse(
  readFileSync(new URL('../../examples/decision-request.json', import.meta.url), 'utf8'),
) as object;

let server: TestServer;
let release: object;
const unhandled: unknown[] = [];
const remember = (reason: unknown) => unhandled.push(reason);
beforeAll(async () => {
  process.on('unhandledRejection', remember);
  server = await startTestServer('pglite');
  release = (await server.call('GET', `/v1/releases/${server.release}`)).json.documents as object;
});
afterAll(async () => {
  process.off('unhandledRejection', remember);
  await server.dispose();
});

const keys = fc.constantFrom(
  ...['userId', 'strategy', 'facts', 'events', 'consent', 'context', 'explain', 'requests', '__proto__', 'toString'],
);

/** Text that was JSON before something cut or changed it. */
const broken = mutated(EXAMPLE).chain((value) => {
  const text = serialised(value);
  return fc.tuple(fc.nat({ max: text.length }), fc.string()).map(([at, noise]) => text.slice(0, at) + noise);
});
const decisions = fc.oneof(
  mutated(EXAMPLE).map(serialised),
  fc.dictionary(keys, nasty).map(serialised),
  nasty.map(serialised),
  broken,
);

async function survives(method: string, path: string, bodies: fc.Arbitrary<string>, tries: number): Promise<void> {
  const all = fc.sample(bodies, { numRuns: tries, seed: 20_261_122 });
  for (let first = 0; first < all.length; first += CONCURRENT) {
    const group = all.slice(first, first + CONCURRENT);
    // Other paths take no notice of the precondition.
    const answers = await Promise.all(group.map((body) => server.call(method, path, body, { 'if-match': '*' })));
    answers.forEach(({ status, json, headers }, index) => {
      expect(status, `${path} ${group[index]!.slice(0, 500)}`).toBeLessThan(500);
      if (status < 400) return;
      expect(headers.get('content-type')).toMatch('application/problem+json');
      expect(json).toMatchObject({ status, code: expect.any(String) });
    });
  }
}

it(
  'answers malformed decision requests without a 5xx',
  () => survives('POST', '/v1/decisions', decisions, TRIES * 0.65),
  240_000,
);

it('answers malformed batches without a 5xx', () => {
  const batches = fc.oneof(
    fc.array(mutated(EXAMPLE), { maxLength: 4 }).map((requests) => serialised({ requests })),
    mutated({ requests: [EXAMPLE, EXAMPLE] }).map(serialised),
    nasty.map(serialised),
  );
  return survives('POST', '/v1/decisions/batch', batches, TRIES * 0.1);
});

it('answers malformed documents without a 5xx', async () => {
  const documents = fc.oneof({ weight: 8, arbitrary: mutated(release).map(serialised) }, nasty.map(serialised));
  await survives('POST', '/v1/validate', documents, TRIES * 0.15);
  await survives(
    'POST',
    '/v1/releases/rollback',
    fc.oneof(mutated({ hash: 'sha256:ab', steps: 1 }), nasty).map(serialised),
    TRIES * 0.05,
  );
});

it('answers malformed single documents without a 5xx', async () => {
  const places = [
    'facts/city',
    'segments/dormant-customers',
    'models/natural-conversion',
    'strategies/win-back-coupon',
  ];
  for (const place of places) {
    const document = (await server.call('GET', `/v1/${place}`)).json as object;
    const bodies = fc.oneof({ weight: 8, arbitrary: mutated(document).map(serialised) }, nasty.map(serialised));
    await survives('PUT', `/v1/${place}`, bodies, TRIES * 0.02);
  }
});

it('answers odd paths and queries without a 5xx', async () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('%00', '%', '%ff', '..', '01a201f1-c3cf-7444-b45a-63aba5e9b1dc'));
  const paths = fc.sample(
    fc.tuple(fc.constantFrom('decisions/', 'users/', 'releases/', 'strategies/', 'facts/', ''), part, part),
    { numRuns: TRIES * 0.05, seed: 1 },
  );
  for (const [folder, id, rest] of paths) {
    const path = `/v1/${folder}${id}/${rest}`.replace(/[#\s]/g, '');
    const { status } = await server.call('GET', path).catch(() => ({ status: 400 }));
    expect(status, path).toBeLessThan(500);
    const query = `/v1/users/u1/decisions?limit=${encodeURIComponent(wellFormed(rest))}&${encodeURIComponent(wellFormed(id))}=1`;
    expect((await server.call('GET', query)).status, query).toBeLessThan(500);
  }
});

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '');
}

it('is alive and clean after all that', async () => {
  expect(unhandled).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect((await server.call('POST', '/v1/decisions', EXAMPLE)).status).toBe(200);
});
