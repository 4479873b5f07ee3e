import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '#strata/platform';
import { type ServerProcess } from '../../bench/decisions/servers.js';
import { describeOn } from '../support/database.js';
import { kill, startRedis } from '../support/killing.js';
import { processesOf } from '../support/killed-processes.js';
import { shopHistory } from '../support/shop-history.js';

const MODEL = 'natural-conversion';
/** So many that a training takes seconds. */
const EPOCHS = 60;
const FINISHED = { timeout: 120_000, interval: 300 };
/** Processes are started and killed, on whatever machine. */
const PATIENCE_MS = 240_000;

let folder: string;
let rules: string;
const closers: (() => Promise<unknown>)[] = [];
const { fresh, serve, work } = processesOf(() => ({ rules, data: folder }), closers);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-jobs-'));
  writeFileSync(join(folder, 'history.csv'), shopHistory(4000));
  rules = join(folder, 'rules');
  cpSync(join(PACKAGE_ROOT, 'rules'), rules, { recursive: true });
  const file = join(rules, 'models', `${MODEL}.json`);
  const document = JSON.parse(readFileSync(file, 'utf8')) as { options: object };
  writeFileSync(file, JSON.stringify({ ...document, options: { ...document.options, epochs: EPOCHS } }));
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly attempts: number;
  readonly version: number | null;
}

describeOn('pglite', 'a server that dies while it trains', (home) => {
  it('trains anew when it is started again, and stores one version', { timeout: PATIENCE_MS }, async () => {
    const config = await fresh(home);
    const first = await serve(config);
    const run = await train(first);
    await inTheMiddle(first, run);
    await kill(first.process);
    const second = await serve(config);
    await expect.poll(() => find(second, run), FINISHED).toMatchObject({ state: 'succeeded', attempts: 2, version: 1 });
    expect(await versions(second)).toHaveLength(1);
  });

  it('gives the training back when it is closed', { timeout: PATIENCE_MS }, async () => {
    const config = await fresh(home);
    const first = await serve(config);
    const run = await train(first);
    await inTheMiddle(first, run);
    await first.stop();
    const second = await serve(config);
    await expect.poll(() => find(second, run), FINISHED).toMatchObject({ state: 'succeeded', attempts: 1, version: 1 });
  });
});

describe.skipIf(process.env.TEST_REDIS_URL === undefined)('with Redis', () => {
  describeOn('postgres', 'workers that are killed, and a Redis that is restarted empty', (home) => {
    it('lose no training, and store each once', { timeout: PATIENCE_MS }, async () => {
      const redis = await startRedis(closers);
      const config = await fresh(home);
      const env = { REDIS_URL: redis.url };
      const server = await serve(config, env);
      const first = await work(config, env);
      const [runs, waits] = [await train(server), await train(server)];
      await inTheMiddle(server, runs);
      expect(await find(server, waits)).toMatchObject({ state: 'queued' });
      await kill(first);
      await redis.restartEmpty();
      await work(config, env);
      await expect.poll(() => find(server, runs), FINISHED).toMatchObject({ state: 'succeeded', attempts: 2 });
      await expect.poll(() => find(server, waits), FINISHED).toMatchObject({ state: 'succeeded', attempts: 1 });
      expect(await versions(server)).toHaveLength(2);
    });

    it('take new work while Redis is away, and cancel it from another process', { timeout: PATIENCE_MS }, async () => {
      const redis = await startRedis(closers);
      const config = await fresh(home);
      const env = { REDIS_URL: redis.url };
      const server = await serve(config, env);
      await work(config, env);
      await redis.stop();
      const run = await train(server);
      expect(run).toMatchObject({ state: 'queued' });
      await redis.restartEmpty();
      await inTheMiddle(server, run);
      await fetch(`${server.url}/v1/models/${MODEL}/runs/${run.id}`, { method: 'DELETE' });
      await expect.poll(() => find(server, run), FINISHED).toMatchObject({ state: 'cancelled', version: null });
      expect(await versions(server)).toEqual([]);
    });
  });
});

async function train({ url }: ServerProcess): Promise<Run> {
  const response = await fetch(`${url}/v1/models/${MODEL}/train`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: 'history.csv' }),
  });
  expect(response.status).toBe(202);
  return (await response.json()) as Run;
}

async function find({ url }: ServerProcess, { id }: Run): Promise<Run> {
  return (await (await fetch(`${url}/v1/models/${MODEL}/runs/${id}`)).json()) as Run;
}

async function inTheMiddle(server: ServerProcess, run: Run): Promise<void> {
  const state = async () => {
    const { state: now, progress } = await find(server, run);
    return now === 'running' && progress > 0.2 && progress < 1;
  };
  await expect.poll(state, { ...FINISHED, interval: 100 }).toBe(true);
}

async function versions({ url }: ServerProcess): Promise<readonly unknown[]> {
  const response = await fetch(`${url}/v1/models/${MODEL}/versions`);
  return ((await response.json()) as { readonly versions: readonly unknown[] }).versions;
}
