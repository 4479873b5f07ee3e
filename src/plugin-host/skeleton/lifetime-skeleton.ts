import { pluginFiles, type PluginHome, type SkeletonFile, titleOf } from './skeleton-file.js';

/** A lifetime plugin by which everybody buys as often as all customers did on average. */
export function lifetimeSkeleton(id: string, home: PluginHome): readonly SkeletonFile[] {
  return pluginFiles(id, home, { kind: 'lifetime', module: lifetimeText, outsideTest, spec, readme });
}

function lifetimeText(isOutside: boolean): string {
  const column = isOutside ? 'column' : 'column: Float64Array';
  const number = isOutside ? '' : ': number';
  return `import { defineLifetime } from '${isOutside ? '@strata/sdk' : '#sdk'}';
import { z } from 'zod';

export default defineLifetime({
  options: z.strictObject({
    prior: z.number().min(0).default(30).describe('days without a purchase that are added to what was observed'),
  }),
  train({ repeats, age, value }, { prior }) {
    const known = value.filter((money) => !Number.isNaN(money));
    return { rate: sum(repeats) / (sum(age) + prior), value: sum(known) / Math.max(1, known.length) };
  },
  save: ({ rate, value }) => new Uint8Array(Float64Array.of(rate, value).buffer),
  load(bytes) {
    const [rate = 0, value = 0] = new Float64Array(bytes.slice().buffer);
    return { rate, value };
  },
  forecast: ({ rate, value }, { age }, horizon) => ({
    purchases: new Float64Array(age.length).fill(rate * horizon),
    value: new Float64Array(age.length).fill(value),
    alive: new Float64Array(age.length).fill(Number.NaN),
  }),
  base: ({ rate, value }, { age }, horizon) => ({
    purchases: { estimate: age.length * rate * horizon, standardError: Number.NaN },
    value: { estimate: age.length * rate * horizon * value, standardError: Number.NaN },
  }),
  expected: ({ rate }, times) => times.map((days) => rate * days),
  describe: ({ rate }) => ({
    parameters: [{ name: 'purchases a day', estimate: rate, standardError: Number.NaN }],
    logLikelihood: null,
    notes: [],
  }),
});

function sum(${column})${number} {
  return column.reduce((all, each) => all + each, 0);
}
`;
}

const TEST_BODY = `  const options = plugin.options.parse({ prior: 0 });
  const histories = {
    repeats: Float64Array.of(2, 0),
    recency: Float64Array.of(60, 0),
    age: Float64Array.of(70, 30),
    value: Float64Array.of(20, Number.NaN),
    covariates: [],
  };`;

function outsideTest(id: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import plugin from './index.js';

test('${id} foretells as many purchases as there were', () => {
${TEST_BODY}
  const learned = plugin.train(histories, options);
  assert.equal(plugin.base(learned, histories, 50, options).purchases.estimate, 2);
});
`;
}

function spec(id: string): string {
  return `import { expect, test } from 'vitest';
import plugin from './index.js';

test('${id} foretells as many purchases as there were', async () => {
${TEST_BODY}
  const run = { seed: 1, signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
  const learned = await plugin.train(histories, options, run);
  expect(plugin.base(learned, histories, 50, options).purchases.estimate).toBe(2);
});
`;
}

function readme(id: string, check: string): string {
  return `# ${titleOf(id)}

**What it foretells.** Everybody buys as often as all customers did on average.

**When to use it.** As a start for your own: replace \`train\`, \`save\`, \`load\`, \`forecast\`, \`base\` and \`expected\`.

**Options.**

| option | default | meaning |
| --- | --- | --- |
| \`prior\` | 30 | days without a purchase that are added to what was observed |

**Example.** Two repeat purchases in 100 days of two customers are 0.02 a day each.

${check}
`;
}
