import { expect, it } from 'vitest';
import { explainDocument } from '../explain/index.js';
import { requestDocuments } from '../documents/index.js';
import { validateDocuments } from './validate.js';

const itemFacts = {
  facts: {
    category: { type: 'string', words: 'category' },
    price: { type: 'number', unit: 'money', words: 'price' },
  },
  category: 'category',
};
const goods = {
  ...{ id: 'goods', title: 'What else', kind: 'recommendations', plugin: 'popular' },
  interactions: [{ event: 'order_placed', item: 'sku' }],
};
const recommend = {
  ...{ model: 'goods', items: 3, perCategory: 1 },
  where: { all: [{ fact: 'price', operator: 'lessThan', value: 50 }] },
};

function validate(change: object, documents: object = {}) {
  return validateDocuments(
    requestDocuments({
      ...{ facts: {}, itemFacts, analyses: [goods], ...documents },
      strategies: [
        {
          ...{ id: 'letter', title: 'A letter', segment: { all: [] }, consent: 'marketing' },
          goal: { event: 'order_placed', within: 'P7D', margin: 0.5, orderValue: 10, natural: { rate: 0.05 } },
          baseline: { title: 'Everybody', offer: 'mail' },
          offers: [
            {
              ...{ id: 'mail', title: 'Mail', faceValue: 0, redemptionRate: 0, contactCost: 0 },
              response: { rate: 0.2 },
              content: { subject: 'For you', recommend: { ...recommend, ...change } },
            },
          ],
        },
      ],
    }),
  );
}
const problems = (change: object, documents: object = {}) =>
  validate(change, documents).problems.map(
    ({ pointer, nearest }) => `${pointer}${nearest === undefined ? '' : ` → ${nearest}`}`,
  );
const AT = '/offers/0/content/recommend';

it('items in an offer are published, and told in words', () => {
  const { documents, problems: found } = validate({});
  expect(found).toEqual([]);
  const told = JSON.stringify(explainDocument(documents!, 'letter'));
  expect(told).toContain(
    'With it come 3 items that goods recommends, each an item whose price is less than 50, at most 1 of one category.',
  );
  const diverse = JSON.stringify(explainDocument(validate({ diversity: 0.3 }).documents!, 'letter'));
  expect(diverse).toContain('at most 1 of one category, chosen to be unlike each other (0.3 of 1).');
});

it.each<[string, object, object, string]>([
  ['of an analysis that there is not', { model: 'good' }, {}, `${AT}/model → goods`],
  [
    'by a fact that items have not',
    { where: { all: [{ fact: 'prise', operator: 'equal', value: 1 }] } },
    {},
    `${AT}/where/all/0/fact → price`,
  ],
  ['too many', { items: 101 }, {}, `${AT}/items`],
  ['as diverse as cannot be', { diversity: 1.5 }, {}, `${AT}/diversity`],
  ['with a key that there is not', { item: 3 }, {}, `${AT}/item → items`],
  ['by a category that none is', {}, { itemFacts: { facts: itemFacts.facts } }, `${AT}/perCategory`],
  ['where no item facts are declared', {}, { itemFacts: undefined }, AT],
])('items in an offer %s are refused', (_, change, documents, expected) => {
  expect(problems(change, documents)).toContain(expected);
});
