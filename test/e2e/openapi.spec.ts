import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type FastifyInstance, type RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearer, type GuardedServer, startGuardedServer } from './server.js';

interface Operation {
  readonly tags: readonly string[];
  readonly description?: string;
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** Pages for people and what belongs to them. */
const DOCUMENTATION = [
  '/docs',
  '/docs/start.js',
  '/docs/{asset}',
  '/docs/errors',
  '/docs/schemas/{file}',
  '/openapi.json',
];
const ROOMS = ['activity', 'campaigns', 'customers', 'experiments', 'models', 'people', 'playground', 'rules'];
const CONSOLE = ['/', '/assets/{name}', ...ROOMS.flatMap((room) => [`/${room}`, `/${room}/*`])];
const PAGES = [...DOCUMENTATION, ...CONSOLE];
const ROLES = ['service', 'marketer', 'admin'] as const;

const routes = new Set<string>();
let server: GuardedServer;
let paths: Paths;
let tags: readonly { readonly name: string }[];

function noteRoutes(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) {
      if (one !== 'HEAD' && one !== 'OPTIONS') routes.add(`${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`);
    }
  });
}

beforeAll(async () => {
  subscribe('fastify.initialization', noteRoutes);
  server = await startGuardedServer('pglite');
  unsubscribe('fastify.initialization', noteRoutes);
  ({ paths, tags } = (await server.call('GET', '/openapi.json')).json as { paths: Paths; tags: typeof tags });
});
afterAll(() => server.dispose());

const operations = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

it('every route is documented, and nothing else', () => {
  const api = [...routes].filter((route) => !PAGES.some((page) => route.endsWith(` ${page}`)));
  expect(api.length).toBeGreaterThan(30);
  expect(
    operations()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  ).toEqual(api.sort());
});

it('begins with what a service calls: decisions, and what came of them', () => {
  const names = tags.map(({ name }) => name);
  expect(names.slice(0, 4)).toEqual(['decisions', 'OpenFeature', 'outcomes', 'tracking']);
  expect(names.at(-1)).toBe('server');
  expect(new Set(names)).toEqual(new Set(operations().flatMap(({ operation }) => operation.tags)));
});

it('tells what is accepted as a job, and every refusal that is possible anywhere', () => {
  const jobs = operations().filter(({ operation }) => '202' in operation.responses);
  expect(jobs.map(({ path }) => path).sort()).toEqual([
    '/v1/analyses/{id}/run',
    '/v1/analyses/{id}/runs/{run}/retry',
    '/v1/campaigns',
    '/v1/campaigns/{id}/resume',
    '/v1/models/{id}/evaluate',
    '/v1/models/{id}/evaluations/{run}/retry',
    '/v1/models/{id}/runs/{run}/retry',
    '/v1/models/{id}/train',
    '/v1/strategies/{id}/backtest',
    '/v1/strategies/{id}/backtests/{run}/retry',
  ]);
  expect(jobs.some(({ operation }) => '200' in operation.responses)).toBe(false);
  for (const { path, operation } of operations()) {
    const asksForKey = operation.description?.startsWith('Roles: ') === true;
    expect('429' in operation.responses, path).toBe(asksForKey);
    expect(operation.responses['403']?.description, path).toContain('CROSS_SITE');
  }
});

it('every route opens to the roles that are documented only', async () => {
  for (const { method, path, operation } of operations()) {
    const roles = /^Roles: (.*)\.$/.exec(operation.description ?? '')?.[1]?.split(', ');
    if (roles === undefined) continue;
    const url = path.replaceAll(/\{\w+\}/g, 'x');
    expect(await statusOf(method, url), `${method} ${path} without a key`).toBe(401);
    for (const role of ROLES.filter((one) => !roles.includes(one))) {
      expect(await statusOf(method, url, server.keys[role]), `${method} ${path} as ${role}`).toBe(403);
    }
  }
});

async function statusOf(method: string, url: string, key?: string): Promise<number> {
  const body = method === 'GET' || method === 'DELETE' ? undefined : {};
  return (await server.call(method, url, body, key === undefined ? {} : bearer(key))).status;
}
