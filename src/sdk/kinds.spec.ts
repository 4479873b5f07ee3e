import { expect, test } from 'vitest';
import { manifestSchema } from './manifest.js';
import { PLUGIN_KINDS, shapeProblems } from './kinds.js';

const work = () => undefined;
const scorer = { input: 'raw', train: work, save: work, load: work, score: work };

test('a scorer has its functions and says what it reads', () => {
  expect(shapeProblems(scorer, PLUGIN_KINDS.scorer)).toEqual([]);
  const broken = shapeProblems({ ...scorer, input: 'text', score: 3, explain: true }, PLUGIN_KINDS.scorer);
  expect(broken.map(({ pointer }) => pointer)).toEqual(['/score', '/input', '/explain']);
  expect(shapeProblems(undefined, PLUGIN_KINDS.scorer)).toHaveLength(1);
});

test('a manifest names a kind and tasks that there are', () => {
  const manifest = { id: 'x', version: '1.0.0', sdk: '^1.0.0', kind: 'scorer', title: 'X', tasks: ['binary'] };
  expect(manifestSchema.safeParse(manifest).success).toBe(true);
  for (const change of [{ tasks: ['ranking'] }, { tasks: ['clustering'] }, { kind: 'policy' }]) {
    expect(manifestSchema.safeParse({ ...manifest, ...change }).success).toBe(false);
  }
});
