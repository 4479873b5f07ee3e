import { fileURLToPath } from 'node:url';
import { type PolicyQuestion } from '#sdk';
import { openPluginHost, type PluginHost } from '#strata/plugin-host';
import { checkPlugin } from '#strata/plugin-host/contract';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const folder = fileURLToPath(new URL('hostile-plugins/hostile-policy', import.meta.url));
const QUESTION: PolicyQuestion = { offers: ['a', 'b', 'c'], context: Float64Array.of(1) };
let host: PluginHost;

beforeAll(async () => {
  host = await openPluginHost({ directories: [], folders: [folder], scoreTimeLimitMs: 2_000, loadTimeLimitMs: 20_000 });
});
afterAll(() => host.close());

const open = (misbehaves: string) =>
  host.openPolicy({ plugin: 'hostile-policy', options: { misbehaves }, reward: 'conversion', state: null });

describe.concurrent('a policy that misbehaves costs its own answer and nothing else', () => {
  test.each(['throws', 'hangs', 'not-a-number', 'negative', 'too-much', 'exits'])('%s', async (misbehaves) => {
    const policy = await open(misbehaves);
    await expect(policy.choose(QUESTION)).rejects.toMatchObject({ code: 'POLICY_FAILED' });
    await policy.close();
  });

  test('one that behaves answers equal questions once, and others together', async () => {
    const policy = await open('good');
    const [first, again, other] = await vi.waitFor(() =>
      Promise.all([policy.choose(QUESTION), policy.choose(QUESTION), policy.choose({ ...QUESTION, offers: ['a'] })]),
    );
    expect(first).toEqual(Float64Array.of(1 / 3, 1 / 3, 1 / 3));
    expect(again).toBe(first);
    expect(other).toEqual(Float64Array.of(1));
    await policy.restore(await policy.learn([]));
    expect(await policy.choose(QUESTION)).not.toBe(first);
    await policy.close();
  });

  test('options that the plugin does not take, and other kinds of plugins, are refused', async () => {
    await expect(open('politely')).rejects.toMatchObject({ code: 'PLUGIN_OPTIONS_INVALID' });
    await expect(host.openPolicy({ plugin: 'bandit', reward: 'profit', state: null })).rejects.toMatchObject({
      code: 'PLUGIN_UNKNOWN',
    });
    await expect(
      host.train({ plugin: 'hostile-policy', task: 'binary', columns: [], label: new Float64Array(1), seed: 1 }),
    ).rejects.toMatchObject({ code: 'PLUGIN_UNKNOWN' });
  });

  test('the contract suite says what is broken', async () => {
    const results = await checkPlugin(host, 'hostile-policy', { misbehaves: 'too-much' });
    const failed = results.filter(({ passed }) => !passed);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0]!.detail).toContain('add up to 3');
  });
});
