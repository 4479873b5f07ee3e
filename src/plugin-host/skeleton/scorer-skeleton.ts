import { SDK_VERSION } from '#sdk';
import { jsonFile, packageOf, type PluginHome, type SkeletonFile, titleOf } from './skeleton-file.js';

/** A scorer that learns the mean label of each category of the first categorical feature. */
export function scorerSkeleton(id: string, home: PluginHome): readonly SkeletonFile[] {
  const manifest = {
    id,
    version: '0.1.0',
    sdk: `^${SDK_VERSION}`,
    kind: 'scorer',
    title: titleOf(id),
    tasks: ['binary', 'regression'],
    main: 'index',
  };
  const shared = [jsonFile('plugin.json', manifest)];
  if (home === 'outside') {
    return [
      ...shared,
      jsonFile('package.json', packageOf(id)),
      { name: 'index.js', text: scorerText({ number: '', artefact: '', cast: '' }) },
      { name: 'index.test.js', text: outsideTestText(id) },
      {
        name: 'README.md',
        text: readmeText(id, '`npm install && npm test` runs its test, `strata plugin check .` the contract suite.'),
      },
    ];
  }
  return [
    ...shared,
    { name: 'index.ts', text: scorerText({ number: ': number', artefact: ': Artefact', cast: ' as Artefact' }) },
    { name: `${id}.spec.ts`, text: specText(id) },
    {
      name: 'README.md',
      text: readmeText(id, `\`npm run build && strata plugin check ${id}\` runs the contract suite.`),
    },
  ];
}

function scorerText(types: { readonly number: string; readonly artefact: string; readonly cast: string }): string {
  const declaration = types.cast === '' ? '' : ARTEFACT_TYPE;
  const row = types.number === '' ? '' : ': RawFrame, row: number';
  const sdk = types.number === '' ? 'defineScorer' : 'defineScorer, type RawFrame';
  return `import { ${sdk} } from '${types.number === '' ? '@strata/sdk' : '#sdk'}';
import { z } from 'zod';
${declaration}
export default defineScorer({
  options: z.strictObject({
    prior: z.number().positive().default(10).describe('rows of the overall mean mixed into each category'),
  }),
  input: 'raw',
  train({ frame, label }, { prior })${types.artefact} {
    const mean = label.reduce((sum, value) => sum + value, 0) / label.length;
    const sums = new Map();
    label.forEach((value, row) => {
      const { sum, rows } = sums.get(categoryOf(frame, row)) ?? { sum: prior * mean, rows: prior };
      sums.set(categoryOf(frame, row), { sum: sum + value, rows: rows + 1 });
    });
    return { mean, means: Object.fromEntries([...sums].map(([category, { sum, rows }]) => [category, sum / rows])) };
  },
  save: (artefact) => new TextEncoder().encode(JSON.stringify(artefact)),
  load: (bytes) => JSON.parse(new TextDecoder().decode(bytes))${types.cast},
  score({ mean, means }, frame, out) {
    for (let row = 0; row < frame.rows; row++) out[row] = means[categoryOf(frame, row)] ?? mean;
  },
});

/** The row's category of the first categorical column; empty where it is missing or there is no such column. */
function categoryOf(frame${row === '' ? ', row' : row})${types.number === '' ? '' : ': string'} {
  const column = frame.columns.find(({ type }) => type === 'category');
  return column?.type === 'category' ? (column.categories[column.codes[row] ?? -1] ?? '') : '';
}
`.replace(
    'new Map()',
    types.number === '' ? 'new Map()' : 'new Map<string, { readonly sum: number; readonly rows: number }>()',
  );
}

const ARTEFACT_TYPE = `
/** What was learned. */
interface Artefact {
  readonly mean: number;
  readonly means: Readonly<Record<string, number>>;
}
`;

function outsideTestText(id: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '@strata/sdk';
import plugin from './index.js';

const run = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.reject(new Error('no base here')),
};

test('${id} scores a category by its own mean', async () => {
  const random = seededRandom(1);
  const codes = Int32Array.from({ length: 1000 }, () => random.integer(2));
  const city = { name: 'city', type: 'category', codes, categories: ['Shanghai', 'Hangzhou'] };
  const frame = { kind: 'raw', rows: codes.length, columns: [city] };
  const label = Float64Array.from(codes);
  const artefact = await plugin.train({ frame, task: 'binary', label }, plugin.options.parse({}), run);
  const out = new Float64Array(frame.rows);
  await plugin.score(plugin.load(plugin.save(artefact), plugin.options.parse({})), frame, out);
  assert.ok(out[codes.indexOf(1)] > 0.9);
  assert.ok(out[codes.indexOf(0)] < 0.1);
});
`;
}

function specText(id: string): string {
  return `import { seededRandom } from '#sdk';
import { expect, test } from 'vitest';
import plugin from './index.js';

const run = {
  seed: 1,
  signal: new AbortController().signal,
  progress: () => undefined,
  log: () => undefined,
  backend: () => undefined,
  base: () => Promise.reject(new Error('no base here')),
};

test('${id} scores a category by its own mean', async () => {
  const random = seededRandom(1);
  const codes = Int32Array.from({ length: 1000 }, () => random.integer(2));
  const frame = {
    kind: 'raw' as const,
    rows: codes.length,
    columns: [{ name: 'city', type: 'category' as const, codes, categories: ['Shanghai', 'Hangzhou'] }],
  };
  const label = Float64Array.from(codes);
  const artefact = await plugin.train({ frame, task: 'binary', label }, plugin.options.parse({}), run);
  const out = new Float64Array(frame.rows);
  await plugin.score(artefact, frame, out);
  expect(out[codes.indexOf(1)]).toBeGreaterThan(0.9);
  expect(out[codes.indexOf(0)]).toBeLessThan(0.1);
});
`;
}

function readmeText(id: string, check: string): string {
  return `# ${titleOf(id)}

**What it learns.** The mean of the label for each category of the first categorical feature, drawn towards the overall
mean where a category is rare.

**When to use it.** As a start for your own scorer: replace \`train\`, \`save\`, \`load\` and \`score\` in the index module.

**Options.**

| option | default | meaning |
| --- | --- | --- |
| \`prior\` | 10 | rows of the overall mean mixed into each category |

**Example.** A model document that uses it:

\`\`\`json
{ "id": "my-model", "title": "Buys within 14 days", "plugin": "${id}", "task": "binary", "label": { "column": "bought" }, "features": ["city"], "options": { "prior": 5 } }
\`\`\`

${check}
`;
}
