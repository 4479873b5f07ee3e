import { expect, test } from 'vitest';
import { PLUGIN_KINDS, shapeProblems } from './kinds.js';

const work = () => undefined;
const scorer = { input: 'raw', train: work, save: work, load: work, score: work };

test('a scorer has its functions and says what it reads', () => {
  expect(shapeProblems(scorer, PLUGIN_KINDS.scorer)).toEqual([]);
  const broken = shapeProblems({ ...scorer, input: 'text', score: 3, explain: true }, PLUGIN_KINDS.scorer);
  expect(broken.map(({ pointer }) => pointer)).toEqual(['/score', '/input', '/explain']);
  expect(shapeProblems(undefined, PLUGIN_KINDS.scorer)).toHaveLength(1);
});
