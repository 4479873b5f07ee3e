import { expect, test } from 'vitest';
import { interactionRows } from '../../../../test/support/interactions.js';
import { type ListParts } from './lists.js';
import { withNewcomers } from './newcomers.js';

const NEW = Array.from({ length: 3_000 }, (_, place) => `new-${String(place).padStart(4, '0')}`);
const parts = {
  recommender: { ids: ['green'], numberOf: (id: string) => (id === 'green' ? 0 : undefined), document: {} },
  items: {
    beside: () => NEW,
    mask: () => new Uint8Array(NEW.length).fill(1),
    factsOf: (id: string) => ({ kind: ['green', 'new-0400', 'new-2000'].includes(id) ? 'tea' : id }),
  },
  documents: { facts: {}, segments: [], models: [], strategies: [], itemFacts: { facts: {} } },
} as unknown as ListParts;
const empty = { model: 'goods', version: 1, learnedAt: '', items: [], fallback: 'none' as const };
const listOf = async (items: number) => {
  const histories = (numberOf: (id: string) => number | undefined) =>
    Promise.resolve(interactionRows([[numberOf('green') ?? -1]]));
  const [list] = await withNewcomers(parts, [empty], { items }, histories);
  return list?.items ?? [];
};

test('of very many new items the first are compared with what somebody had, and the others follow as they are', async () => {
  const ids = (await listOf(600)).map(({ id }) => id);
  expect(ids[0]).toBe('new-0400');
  expect(ids.slice(1, 400)).toEqual(NEW.slice(0, 399));
  expect(ids.slice(500)).toEqual(NEW.slice(500, 600));
});

test('who had nothing is told new items in the order of their ids', async () => {
  const [list] = await withNewcomers(parts, [empty], { items: 2 }, () => Promise.resolve(interactionRows([[]])));
  expect(list?.items.map(({ id }) => id)).toEqual(['new-0000', 'new-0001']);
});
