import { expect, it } from 'vitest';
import { allocationPhrases } from './index.js';

const LIMITS = [
  [{ kind: 'budget', size: 60_000, of: '' }, 1.5],
  [{ kind: 'budget', size: 60_000, of: '' }, null],
  [{ kind: 'audience', size: 2_000, of: '' }, 0.25],
  [{ kind: 'stock', size: 100, of: 'coupon-10' }, 3],
  [{ kind: 'minimumRoi', size: 1.5, of: '' }, 1],
  [{ kind: 'quotaMinimum', size: 30, of: 'vip' }, 2],
  [{ kind: 'quotaMinimum', size: 30, of: 'vip' }, null],
  [{ kind: 'quotaMaximum', size: 10, of: 'vip' }, 2],
] as const;

it('tells of every limit what it keeps from being had, in two languages', () => {
  const told = (language: 'en' | 'zh') =>
    LIMITS.map(([limit, worth]) => allocationPhrases(language).binding({ limit, worth, reach: 75 }));
  expect(told('en')).toEqual([
    'the budget of 60,000 is used up: one more of it would bring 1.5',
    'the budget of 60,000 is used up',
    'the audience of 2,000 is used up: one more would bring 0.25',
    'the stock of 100 of “coupon-10” is used up: one more would bring 3',
    "the minimum ROI of 1.5 can't be met with more than 75 contacts: it decides who is chosen",
    'the quota of at least 30 people of “vip” takes people who bring less: one fewer would bring 2',
    'the quota of at least 30 people of “vip” takes people who would come later',
    'the quota of at most 10 people of “vip” is used up: one more would bring 2',
  ]);
  expect(told('zh')).toEqual([
    '60,000 的预算已用完：每增加 1 可多带来 1.5',
    '60,000 的预算已用完',
    '2,000 人的人数上限已用完：每增加 1 人可多带来 0.25',
    '“coupon-10”的 100 份库存已用完：每增加 1 份可多带来 3',
    '最低投资回报率 1.5 决定了选谁：联系人数超过 75 人便无法达到',
    '“vip”至少 30 人的配额占用了收益较低的人：少选 1 人可多带来 2',
    '“vip”至少 30 人的配额占用了排序靠后的人',
    '“vip”至多 10 人的配额已用完：每增加 1 人可多带来 2',
  ]);
});
