import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { frameOf } from '#strata/scoring/encoding';
import { openPluginHost } from '#strata/plugin-host';
import { expect, test } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const read = (relative: string) => readFileSync(path(relative), 'utf8');
const blocks = (language: string) =>
  [...read('docs/plugin-guide.md').matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .filter(([, kind]) => kind === language)
    .map(([, , code = '']) => code);

test("the guide's code, put together, is the example plugin", () => {
  expect(blocks('js').join('\n')).toBe(read('examples/plugins/rate-by-band/index.js'));
  expect(blocks('json')[0]).toBe(read('examples/plugins/rate-by-band/plugin.json'));
});

test("the guide's model document suits the plugin, and the example learns rates by band", async () => {
  const host = await openPluginHost({ directories: [path('examples/plugins')] });
  const { plugin, options } = JSON.parse(blocks('json')[1]!) as { plugin: string; options: unknown };
  expect(await host.parseOptions(plugin, options)).toMatchObject({ ok: true, options: { bands: 12, prior: 20 } });

  const recency = Float64Array.from({ length: 1200 }, (_, row) => (row % 12) + 1);
  const label = recency.map((months, row) => Number(months <= 3 ? row % 24 < 12 : row % 240 < 12));
  const columns = [{ name: 'recency', type: 'number' as const, values: recency }];
  const { bytes } = await host.train({ plugin, task: 'binary', options, columns, label, seed: 1 });
  const scorer = await host.load(bytes);
  const frame = frameOf(scorer.features, [{ recency: 1 }, { recency: 11 }]);
  const { values } = await scorer.score(frame);
  expect(values[0]).toBeCloseTo(0.5, 1);
  expect(values[1]).toBeCloseTo(0.05, 1);
  const { parts } = await scorer.explain(frame, 0);
  expect(parts[0]).toMatchObject({ feature: 'recency', value: 1 });
  expect(parts[0]!.part).toBeGreaterThan(0);
  await host.close();
});
