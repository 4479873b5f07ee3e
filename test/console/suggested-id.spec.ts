import { expect, it } from 'vitest';
import { suggestedId } from '../../web/src/rules/lists/suggested-id.js';

it.each([
  ['Golden members back', 'golden-members-back', 'goldenMembersBack'],
  ['20 off: Café Übergröße!', 'off-cafe-ubergro-e', 'offCafeUbergroE'],
  ['IZMIR visits', 'izmir-visits', 'izmirVisits'],
  ['黄金会员', '', ''],
  [`${'a'.repeat(63)} b`, 'a'.repeat(63), `${'a'.repeat(63)}B`],
])('%s suggests an id', (name, id, fact) => {
  expect([suggestedId(name, false), suggestedId(name, true)]).toEqual([id, fact]);
});
