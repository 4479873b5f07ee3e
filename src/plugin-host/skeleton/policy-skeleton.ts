import { pluginFiles, type PluginHome, type SkeletonFile, titleOf } from './skeleton-file.js';

/** A policy that makes each offer in proportion to what it brought on average. */
export function policySkeleton(id: string, home: PluginHome): readonly SkeletonFile[] {
  return pluginFiles(id, home, { kind: 'policy', module: policyText, outsideTest, spec, readme });
}

function policyText(isOutside: boolean): string {
  const [sdk, state, type] = isOutside ? ['@strata/sdk', '', ''] : ['#sdk', ': Known', STATE_TYPE];
  const cast = isOutside ? '' : ' as Known';
  const map = isOutside ? '{ ...state }' : 'structuredClone(state) as Record<string, { sum: number; count: number }>';
  return `import { definePolicy } from '${sdk}';
import { z } from 'zod';
${type}
export default definePolicy({
  options: z.strictObject({
    prior: z.number().positive().default(10).describe('rewards that each offer is credited with before its first'),
  }),
  begin: ()${state} => ({}),
  choose(state, { offers }, { prior }, out) {
    offers.forEach((offer, place) => {
      const { sum, count } = state[offer] ?? { sum: 0, count: 0 };
      out[place] = (prior + Math.max(0, sum)) / (prior + count);
    });
    const total = out.reduce((all, weight) => all + weight, 0);
    out.forEach((weight, place) => {
      out[place] = weight / total;
    });
  },
  learn(state, rewards) {
    const known = ${map};
    for (const { offer, reward } of rewards) {
      const { sum, count } = known[offer] ?? { sum: 0, count: 0 };
      known[offer] = { sum: sum + reward, count: count + 1 };
    }
    return known;
  },
  save: (state) => new TextEncoder().encode(JSON.stringify(Object.entries(state).sort())),
  load: (bytes) => Object.fromEntries(JSON.parse(new TextDecoder().decode(bytes)))${cast},
});
`.replace(
    'JSON.parse(new TextDecoder().decode(bytes))',
    isOutside
      ? 'JSON.parse(new TextDecoder().decode(bytes))'
      : 'JSON.parse(new TextDecoder().decode(bytes)) as [string, unknown][]',
  );
}

const STATE_TYPE = `
/** What came of each offer. */
type Known = Readonly<Record<string, { readonly sum: number; readonly count: number }>>;
`;

const TEST_BODY = `  const options = plugin.options.parse({});
  const rewards = Array.from({ length: 100 }, (_, row) => ({
    offer: row % 2 === 0 ? 'coupon' : 'gift',
    context: Float64Array.of(1),
    reward: row % 2,
    at: row,
    propensity: 0.5,
  }));
  const out = new Float64Array(2);
  const state = plugin.learn(plugin.begin(options, 'conversion'), rewards, options);
  plugin.choose(state, { offers: ['coupon', 'gift'], context: Float64Array.of(1) }, options, out);`;

function outsideTest(id: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import plugin from './index.js';

test('${id} makes what pays more often', () => {
${TEST_BODY}
  assert.ok(out[1] > 0.8);
});
`;
}

function spec(id: string): string {
  return `import { expect, test } from 'vitest';
import plugin from './index.js';

test('${id} makes what pays more often', () => {
${TEST_BODY}
  expect(out[1]).toBeGreaterThan(0.8);
});
`;
}

function readme(id: string, check: string): string {
  return `# ${titleOf(id)}

**How it chooses.** Each offer in proportion to what it brought on average; who has few rewards is drawn towards 1.

**When to use it.** As a start for your own policy: replace \`choose\`, \`learn\`, \`save\` and \`load\` in the index module.

**Options.**

| option | default | meaning |
| --- | --- | --- |
| \`prior\` | 10 | rewards that each offer is credited with before its first |

**Example.** An arm of a strategy's experiment:

\`\`\`json
{ "id": "explorer", "share": 0.5, "by": { "policy": "${id}", "options": { "prior": 5 } } }
\`\`\`

${check}
`;
}
