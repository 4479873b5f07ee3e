import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ModelRegistry } from '#strata/models/registry';
import { createLogger } from '#strata/platform/telemetry';
import { type Config, loadConfig } from '#strata/platform/config';
import { openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { type RunningServer, startServer } from '../../src/server.js';

const PLUGINS = fileURLToPath(new URL('plugins', import.meta.url));
/** A scorer that hangs would never answer; the host's limit is 1 s, and the rest is for a busy machine. */
const ANSWER_WITHIN_MS = 30_000;

const MODES = ['throws', 'hangs', 'not finite', 'wrong length'];

let folder: string;
let server: RunningServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'strata-faults-'));
  const rules = join(folder, 'rules');
  cpSync(join(PACKAGE_ROOT, 'rules'), rules, { recursive: true });
  for (const mode of MODES) addStrategy(rules, mode);
  const config = loadConfig({
    STRATA_HOME: join(folder, 'home'),
    RULES_DIR: rules,
    PLUGINS_DIR: PLUGINS,
    PORT: '0',
    STRATA_AUTH: 'off',
    LOG_LEVEL: 'silent',
  });
  await makeChampions(config);
  server = await startServer(config, createLogger(config));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each(MODES)('answers by the human rule where a scorer fails: %s', async (mode) => {
  const decisions = await decideForUsers(mode);
  expect(decisions).toContainEqual(
    expect.objectContaining({ arm: 'model', selector: 'baseline', fallback: 'SCORER_FAILED' }),
  );
  for (const { reasons, arm } of decisions) {
    if (arm === 'model') expect(reasons.map(({ code }) => code)).toContain('SCORER_FAILED');
  }
});

interface Decided {
  readonly arm: string | null;
  readonly reasons: readonly { readonly code: string }[];
}

async function decideForUsers(mode: string): Promise<readonly Decided[]> {
  const decisions: Decided[] = [];
  for (let user = 0; user < 8; user++) {
    const started = performance.now();
    const response = await fetch(`${server.url}/v1/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        userId: `faults-${nameOf(mode)}-${String(user)}`,
        strategy: nameOf(mode),
        facts: { daysSinceLastOrder: 200, orders: 3, averageOrderValue: 120 },
        consent: ['marketing'],
      }),
    });
    expect(response.status).toBe(200);
    expect(performance.now() - started).toBeLessThan(ANSWER_WITHIN_MS);
    decisions.push((await response.json()) as Decided);
  }
  return decisions;
}

/** The id of the model that fails so, and of the strategy that asks it. */
function nameOf(mode: string): string {
  return `scorer-${mode.replace(' ', '-')}`;
}

/** Adds a strategy whose natural model is of the misbehaving plugin. */
function addStrategy(rules: string, mode: string): void {
  const id = nameOf(mode);
  const read = (file: string) => readFileSync(join(rules, file), 'utf8').replaceAll('natural-conversion', id);
  const write = (folder: string, document: object) => {
    writeFileSync(join(rules, folder, `${id}.json`), JSON.stringify(document));
  };
  const model = JSON.parse(read('models/natural-conversion.json')) as object;
  write('models', { ...model, plugin: 'misbehaving', options: { mode }, features: ['orders'] });
  const strategy = JSON.parse(read('strategies/win-back-coupon.json')) as { readonly experiment: object };
  write('strategies', {
    ...strategy,
    id,
    title: `A scorer that fails: ${mode}`,
    experiment: { ...strategy.experiment, seed: id },
  });
}

async function makeChampions(config: Config): Promise<void> {
  const host = await openPluginHost({ directories: defaultPluginDirectories(config) });
  const database = await openDatabase(config);
  const registry = new ModelRegistry(database);
  try {
    for (const mode of MODES) {
      const { bytes, plugin, task, seed } = await host.train({
        plugin: 'misbehaving',
        task: 'binary',
        options: { mode },
        columns: [{ name: 'orders', type: 'number', values: Float64Array.from({ length: 200 }, (_, row) => row % 9) }],
        label: Float64Array.from({ length: 200 }, (_, row) => Number(row % 5 === 0)),
        seed: 1,
      });
      const modelId = nameOf(mode);
      const told = { documentHash: 'sha256:test', dataHash: 'sha256:test', codeVersion: 'test', metrics: {} };
      const { version } = await registry.save({ modelId, plugin, task, seed, bytes, ...told });
      await registry.promote(modelId, version, { by: 'test', reason: 'a champion that fails', override: 'a test' });
    }
  } finally {
    await database.close();
    await host.close();
  }
}
