import { expect, it } from 'vitest';
import { requestDocuments } from '../documents/index.js';
import { validateDocuments } from './validate.js';

const itemFacts = {
  facts: { title: { type: 'string', words: 'title' }, stock: { type: 'number', words: 'stock' } },
  title: 'title',
  available: { all: [{ fact: 'stock', operator: 'greaterThan', value: 0 }] },
};
const problems = (change: object) =>
  validateDocuments(requestDocuments({ facts: {}, itemFacts: { ...itemFacts, ...change } })).problems.map(
    ({ file, pointer, nearest }) => `${file} ${pointer}${nearest === undefined ? '' : ` → ${nearest}`}`,
  );

it.each<[string, object, readonly string[]]>([
  ['what is right', {}, []],
  ['a title that is no fact', { title: 'titel' }, ['item-facts.json /title → title']],
  ['a category that is no text', { category: 'stock' }, ['item-facts.json /category']],
  [
    'an availability by a fact of people',
    { available: { all: [{ fact: 'stok', operator: 'greaterThan', value: 0 }] } },
    ['item-facts.json /available/all/0/fact → stock'],
  ],
  ['a fact of the name of the id', { facts: { id: { type: 'string', words: 'id' } } }, ['item-facts.json /facts/id']],
])('item facts with %s', (_, change, expected) => {
  expect(problems(change)).toEqual(expect.arrayContaining([...expected]));
  if (expected.length === 0) expect(problems(change)).toEqual([]);
});
