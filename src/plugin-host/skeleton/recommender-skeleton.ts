import { pluginFiles, type PluginHome, type SkeletonFile, titleOf } from './skeleton-file.js';

/** A recommender plugin that recommends to everybody what most people had. */
export function recommenderSkeleton(id: string, home: PluginHome): readonly SkeletonFile[] {
  return pluginFiles(id, home, { kind: 'recommender', module: recommenderText, outsideTest, spec, readme });
}

function recommenderText(isOutside: boolean): string {
  return `import { defineRecommender } from '${isOutside ? '@strata/sdk' : '#sdk'}';
import { z } from 'zod';

export default defineRecommender({
  options: z.strictObject({
    people: z.number().min(1).default(1).describe('an item that fewer people had is not recommended'),
  }),
  train({ interactions, items }, { people }) {
    const had = new Float64Array(items.count);
    for (const item of interactions.items) had[item] = (had[item] ?? 0) + 1;
    return had.map((count) => (count >= people ? count : Number.NaN));
  },
  save: (had) => new Uint8Array(had.slice().buffer),
  load: (bytes) => new Float64Array(bytes.slice().buffer),
  count: (had) => had.length,
  score(had, { people }, items, out) {
    for (let cell = 0; cell < people * items.length; cell++) out[cell] = had[items[cell % items.length] ?? 0] ?? Number.NaN;
  },
  describe: () => ({ notes: ['Everybody gets the same: what most people had.'] }),
});
`;
}

const TEST_BODY = `  const options = plugin.options.parse({});
  const interactions = {
    people: 2,
    starts: Uint32Array.of(0, 1, 3),
    items: Uint32Array.of(1, 0, 1),
    weights: Float32Array.of(1, 1, 1),
    ages: Float32Array.of(1, 1, 1),
  };
  const input = { interactions, items: { count: 2, columns: [] } };`;

const ASKED =
  'const { items } = await plugin.recommend(learned, interactions, { count: 1, among: null, again: true }, options);';

function outsideTest(id: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import plugin from './index.js';

test('${id} recommends what most people had', async () => {
${TEST_BODY}
  const learned = plugin.train(input, options);
  ${ASKED}
  assert.deepEqual([...items], [1, 1]);
});
`;
}

function spec(id: string): string {
  return `import { expect, test } from 'vitest';
import plugin from './index.js';

test('${id} recommends what most people had', async () => {
${TEST_BODY}
  const learned = await plugin.train(input, options, null as never);
  ${ASKED}
  expect([...items]).toEqual([1, 1]);
});
`;
}

function readme(id: string, check: string): string {
  return `# ${titleOf(id)}

**What it recommends.** To everybody the same: what most people had.

**When to use it.** As a start for your own: replace \`train\`, \`save\`, \`load\` and \`score\`; add \`parts\` for reasons and
\`similarity\` for similar items.

**Options.**

| option | default | meaning |
| --- | --- | --- |
| \`people\` | 1 | an item that fewer people had is not recommended |

**Example.** Of three interactions of two people two are with one item: it is recommended first.

${check}
`;
}
