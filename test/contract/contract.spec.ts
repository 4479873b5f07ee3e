import { fileURLToPath } from 'node:url';
import { checkPlugin, defaultPluginDirectories, openPluginHost } from '#strata/plugin-host';
import { afterAll, expect, test } from 'vitest';

const examples = fileURLToPath(new URL('../../examples/plugins', import.meta.url));
const host = await openPluginHost({ directories: [...defaultPluginDirectories({}), examples] });
afterAll(() => host.close());

test('there are plugins to check', () => {
  expect([...host.plugins.keys()]).toEqual(
    expect.arrayContaining(['constant', 'logistic-regression', 'neural-network']),
  );
});

test.each([...host.plugins.keys()])('%s keeps every promise of the contract', async (id) => {
  const results = await checkPlugin(host, id);
  expect(results.length).toBeGreaterThan(0);
  expect(results.filter(({ passed }) => !passed)).toEqual([]);
});
