import { expect, test } from 'vitest';
import { conditionLeaves, conditionParts, leafFacts } from './condition-documents.js';

const AGE = { fact: 'age', operator: 'greaterThan', value: 18 };
const CITY = { fact: 'city', operator: 'equal', value: { fact: 'home' } };

const placesOf = (...walked: Parameters<typeof conditionParts>) =>
  [...conditionParts(...walked)].map(({ pointer }) => pointer);

test('every part comes before the parts that it holds, in the order of the document', () => {
  const condition = { all: [AGE, { not: { any: [CITY, AGE] } }, CITY] };
  expect(placesOf(condition, '/when')).toEqual([
    '/when',
    '/when/all/0',
    '/when/all/1',
    '/when/all/1/not',
    '/when/all/1/not/any/0',
    '/when/all/1/not/any/1',
    '/when/all/2',
  ]);
});

test('the parts of a segment stand where it is referred to, each segment once, circles included', () => {
  const segments = new Map<string, { condition: unknown }>([
    ['adults', { condition: { all: [AGE, { condition: 'local' }] } }],
    ['local', { condition: { any: [CITY, { condition: 'adults' }] } }],
  ]);
  const leaves = conditionLeaves({ all: [{ condition: 'adults' }, { condition: 'local' }] }, '', segments);
  expect(leaves).toEqual([
    { leaf: AGE, pointer: '/all/0/condition' },
    { leaf: CITY, pointer: '/all/0/condition' },
  ]);
  expect(conditionLeaves('adults', '/segment', segments).map(({ pointer }) => pointer)).toEqual([
    '/segment',
    '/segment',
  ]);
  expect(conditionLeaves('adults', '/segment')).toEqual([]);
});

test.each([null, 5, [], [AGE], { all: 'x' }, { condition: 5 }, { not: null }, { all: [null, 3] }])(
  '%j has no leaves, and can be walked',
  (node) => {
    expect(conditionLeaves(node, '')).toEqual([]);
  },
);

test('a condition may be deeper than the stack, and wider', () => {
  let deep: unknown = AGE;
  for (let level = 0; level < 100_000; level++) deep = { not: deep };
  expect([...conditionParts(deep)].length).toBe(100_001);
  expect(conditionLeaves({ all: Array.from({ length: 200_000 }, () => AGE) }, '')).toHaveLength(200_000);
});

test('a leaf reads its fact and the one that it is compared with', () => {
  expect([leafFacts(AGE), leafFacts(CITY)]).toEqual([['age'], ['city', 'home']]);
});
