import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { PACKAGE_ROOT } from '#strata/platform';
import { type RunningServer, startServer } from '../../src/server.js';
import { shopHistory } from '../support/shop-history.js';

const PLUGINS = fileURLToPath(new URL('../contract/hostile-plugins', import.meta.url));
const ENDED = { timeout: 120_000, interval: 200 };
const WAYS = ['fills typed arrays', 'throws in the background', 'throws', 'hangs'];

let folder: string;
let server: RunningServer;
const log: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'strata-trainings-'));
  writeFileSync(join(folder, 'history.csv'), shopHistory(2000));
  const rules = join(folder, 'rules');
  cpSync(join(PACKAGE_ROOT, 'rules'), rules, { recursive: true });
  const document = JSON.parse(readFileSync(join(rules, 'models', 'natural-conversion.json'), 'utf8')) as object;
  for (const way of WAYS) {
    const model = { ...document, id: idOf(way), plugin: 'sick', options: { in: 'train', way } };
    writeFileSync(join(rules, 'models', `${idOf(way)}.json`), JSON.stringify(model));
  }
  const config = loadConfig({
    STRATA_HOME: join(folder, 'home'),
    RULES_DIR: rules,
    DATA_DIR: folder,
    PLUGINS_DIR: PLUGINS,
    PLUGIN_TRAINING_MEMORY_MB: '300',
    PORT: '0',
    STRATA_AUTH: 'off',
    LOG_LEVEL: 'debug',
  });
  server = await startServer(config, createLogger(config, { write: (line: string) => void log.push(line) }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function idOf(way: string): string {
  return way.replaceAll(' ', '-');
}

async function train(way: string): Promise<{ readonly url: string }> {
  const response = await fetch(`${server.url}/v1/models/${idOf(way)}/train`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: 'history.csv' }),
  });
  expect(response.status).toBe(202);
  const { id } = (await response.json()) as { readonly id: string };
  return { url: `${server.url}/v1/models/${idOf(way)}/runs/${id}` };
}

const find = async ({ url }: { readonly url: string }): Promise<unknown> => (await fetch(url)).json();

it.each(WAYS.slice(0, 3))('a training that %s fails by the name of its plugin, and the server lives', async (way) => {
  const run = await train(way);
  await expect
    .poll(() => find(run), ENDED)
    .toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { code: 'SCORER_TRAINING_FAILED', message: expect.stringContaining('"sick"') as string },
    });
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

it('what a plugin says about people does not reach the log; the plugin and its line do', () => {
  const text = log.join('');
  expect(text).toMatch(/"code":"SCORER_TRAINING_FAILED".*"plugin":"sick","at":"sick\/index\.js:\d+:\d+"/);
  expect(text).not.toContain('Ada of Example Street');
});

it('a training that never ends does not keep a server from closing', async () => {
  const run = await train('hangs');
  await expect.poll(() => find(run), ENDED).toMatchObject({ state: 'running' });
  await server.close();
});
