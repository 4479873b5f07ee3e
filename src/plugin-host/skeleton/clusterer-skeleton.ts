import { pluginFiles, type PluginHome, type SkeletonFile, titleOf } from './skeleton-file.js';

/** A clusterer plugin that parts rows at the mean of the column that differs most. */
export function clustererSkeleton(id: string, home: PluginHome): readonly SkeletonFile[] {
  return pluginFiles(id, home, { kind: 'clusterer', module: clustererText, outsideTest, spec, readme });
}

function clustererText(isOutside: boolean): string {
  const typed = (type: string): string => (isOutside ? '' : `: ${type}`);
  const imported = isOutside ? 'defineClusterer' : 'defineClusterer, type EncodedFrame';
  return `import { ${imported} } from '${isOutside ? '@strata/sdk' : '#sdk'}';
import { z } from 'zod';

export default defineClusterer({
  options: z.strictObject({
    column: z.int().min(0).default(0).describe('the column by which rows are parted'),
  }),
  train(frame, { column }) {
    const middle = meanOf(frame, column, () => true);
    return {
      width: frame.columns.length,
      middle,
      below: meanOf(frame, column, (value) => value < middle),
      above: meanOf(frame, column, (value) => value >= middle),
    };
  },
  save: ({ width, middle, below, above }) => new Uint8Array(Float64Array.of(width, middle, below, above).buffer),
  load(bytes) {
    const [width = 0, middle = 0, below = 0, above = 0] = new Float64Array(bytes.slice().buffer);
    return { width, middle, below, above };
  },
  assign: ({ middle }, { rows, columns, values }, { column }) =>
    Int32Array.from({ length: rows }, (_, row) => ((values[row * columns.length + column] ?? 0) < middle ? 0 : 1)),
  describe({ width, below, above }, { column }) {
    const centres = new Float64Array(2 * width);
    centres[column] = below;
    centres[width + column] = above;
    return {
      clusters: 2,
      centres,
      choices: [{ clusters: 2, silhouette: Number.NaN, stability: Number.NaN, taken: true }],
      notes: [],
    };
  },
});

function meanOf({ rows, columns, values }${typed('EncodedFrame')}, column${typed('number')}, counts${typed('(value: number) => boolean')})${typed('number')} {
  let [sum, count] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = values[row * columns.length + column] ?? 0;
    if (!counts(value)) continue;
    sum += value;
    count++;
  }
  return sum / Math.max(1, count);
}
`;
}

const TEST_BODY = `  const options = plugin.options.parse({});
  const frame = { kind: 'encoded', rows: 3, columns: ['orders'], values: Float32Array.of(-1, -0.5, 1.5) } as const;`;

function outsideTest(id: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import plugin from './index.js';

test('${id} parts rows at the mean', () => {
${TEST_BODY.replace(' as const', '')}
  assert.deepEqual([...plugin.assign(plugin.train(frame, options), frame, options)], [0, 0, 1]);
});
`;
}

function spec(id: string): string {
  return `import { expect, test } from 'vitest';
import plugin from './index.js';

test('${id} parts rows at the mean', async () => {
${TEST_BODY}
  const run = {
    ...{ seed: 1, signal: new AbortController().signal, progress: () => undefined, log: () => undefined },
    fit: () => Promise.reject(new Error('there is no other plugin')),
  };
  expect([...plugin.assign(await plugin.train(frame, options, run), frame, options)]).toEqual([0, 0, 1]);
});
`;
}

function readme(id: string, check: string): string {
  return `# ${titleOf(id)}

**What it finds.** Two groups: the rows below the mean of a column, and those above it.

**When to use it.** As a start for your own: replace \`train\`, \`save\`, \`load\`, \`assign\` and \`describe\`.

**Options.**

| option | default | meaning |
| --- | --- | --- |
| \`column\` | 0 | the column by which rows are parted |

**Example.** Of −1, −0.5 and 1.5 the first two are one group, the last is the other.

${check}
`;
}
