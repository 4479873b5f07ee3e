import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ModelRegistry } from '#strata/models/registry';
import { createLogger } from '#strata/platform/telemetry';
import { loadConfig } from '#strata/platform/config';
import { openDatabase } from '#strata/platform/database';
import { PACKAGE_ROOT } from '#strata/platform';
import { defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { startServer } from '../../src/server.js';

const PLUGINS = fileURLToPath(new URL('plugins', import.meta.url));
/** A scorer that hangs would never answer; the host's limit is 1 s, and the rest is for a busy machine. */
const ANSWER_WITHIN_MS = 30_000;

it.each(['throws', 'hangs', 'not finite', 'wrong length'])(
  'answers by the human rule where a scorer fails: %s',
  async (mode) => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-faults-'));
    const rules = join(folder, 'rules');
    cpSync(join(PACKAGE_ROOT, 'rules'), rules, { recursive: true });
    useFor('natural-conversion', rules, mode);
    const config = loadConfig({
      STRATA_HOME: join(folder, 'home'),
      RULES_DIR: rules,
      PLUGINS_DIR: PLUGINS,
      PORT: '0',
      STRATA_AUTH: 'off',
      LOG_LEVEL: 'silent',
    });
    await makeChampion('natural-conversion', mode, config);
    const server = await startServer(config, createLogger(config));
    try {
      const decisions = await decideForUsers(server.url);
      expect(decisions).toContainEqual(
        expect.objectContaining({ arm: 'model', selector: 'baseline', fallback: 'SCORER_FAILED' }),
      );
      for (const { reasons, arm } of decisions) {
        if (arm === 'model') expect(reasons.map(({ code }) => code)).toContain('SCORER_FAILED');
      }
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

interface Decided {
  readonly arm: string | null;
  readonly reasons: readonly { readonly code: string }[];
}

async function decideForUsers(url: string): Promise<readonly Decided[]> {
  const decisions: Decided[] = [];
  for (let user = 0; user < 8; user++) {
    const started = performance.now();
    const response = await fetch(`${url}/v1/decisions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        userId: `faults-${String(user)}`,
        strategy: 'win-back-coupon',
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

/** Lets a model of the rules be of the misbehaving plugin. */
function useFor(model: string, rules: string, mode: string): void {
  const file = join(rules, 'models', `${model}.json`);
  const document = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...document, plugin: 'misbehaving', options: { mode }, features: ['orders'] }));
}

async function makeChampion(modelId: string, mode: string, config: ReturnType<typeof loadConfig>): Promise<void> {
  const host = await openPluginHost({ directories: defaultPluginDirectories(config) });
  const database = await openDatabase(config);
  try {
    const { bytes, plugin, task, seed } = await host.train({
      plugin: 'misbehaving',
      task: 'binary',
      options: { mode },
      columns: [{ name: 'orders', type: 'number', values: Float64Array.from({ length: 200 }, (_, row) => row % 9) }],
      label: Float64Array.from({ length: 200 }, (_, row) => Number(row % 5 === 0)),
      seed: 1,
    });
    const registry = new ModelRegistry(database);
    const hash = 'sha256:test';
    const { version } = await registry.save({
      modelId,
      plugin,
      task,
      seed,
      bytes,
      documentHash: hash,
      dataHash: hash,
      codeVersion: 'test',
      metrics: {},
    });
    await registry.promote(modelId, version, {
      by: 'test',
      reason: 'a champion that fails',
      override: 'a test',
    });
  } finally {
    await database.close();
    await host.close();
  }
}
