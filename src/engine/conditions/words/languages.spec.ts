import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '#strata/kernel/texts';
import { runs } from '../../../../test/support/suite.js';
import {
  type Condition,
  type ConditionValue,
  conditionLeaves,
  type FactCatalogue,
  type LeafCondition,
  leafFacts,
} from '../../index.js';
import { phrasesOf } from '../../words/index.js';
import { compileCondition } from '../compile.js';
import { CATALOGUE } from '../support/catalogue.js';
import { conditions, referable } from '../support/arbitraries.js';
import { type LeafTrace } from '../language/types.js';
import { leafPhrase } from './leaf-words.js';

const CHINESE: Readonly<Record<string, string>> = {
  city: '城市',
  gender: '性别',
  age: '年龄',
  registered: '注册日期',
  subscriber: '已订阅简报',
  tags: '标签',
  visited: '去过的城市',
  orders: '订单数',
  couponOrders: '使用优惠券的订单数',
  couponOrderShare: '使用优惠券的订单占比',
  daysSinceLastOrder: '距上次下单的天数',
  averageOrderValue: '平均订单金额',
};
const FACTS: FactCatalogue = Object.fromEntries(
  Object.entries(CATALOGUE).map(([name, definition]) => {
    const words = CHINESE[name];
    return [name, words === undefined ? definition : { ...definition, translations: { zh: { words } } }];
  }),
);
const SEGMENTS = Object.entries(referable).map(([id, condition]) => ({ id, title: `〈${id}〉`, condition }));

function leaf(fact: string, operator: string, value: ConditionValue, params?: Record<string, unknown>): Condition {
  return { fact, operator, value, ...(params === undefined ? {} : { params }) };
}
const DORMANT = leaf('daysSinceLastOrder', 'greaterThanInclusive', 180);
const EAST = leaf('city', 'in', ['上海', '杭州']);
const BUYER = leaf('orders', 'greaterThanInclusive', 3);

describe('a condition in Chinese', () => {
  it.each<[Condition, string]>([
    [{ all: [DORMANT, EAST] }, '已至少 180 天未下单，且居住在上海或杭州'],
    [{ all: [DORMANT, { any: [EAST, BUYER] }] }, '已至少 180 天未下单，且（居住在上海或杭州，或订单数至少为 3）'],
    [{ not: DORMANT }, '不到 180 天前曾下单或从未下单'],
    [{ not: BUYER }, '订单数小于 3'],
    [leaf('orders', 'lessThan', 1), '订单数为 0'],
    [leaf('age', 'lessThan', 30), '年龄小于 30 岁'],
    [leaf('couponOrderShare', 'greaterThanInclusive', 0.5), '使用优惠券的订单占比至少为 50%'],
    [leaf('averageOrderValue', 'lessThanInclusive', 35.5), '平均订单金额至多为 35.50'],
    [leaf('registered', 'lessThan', '2024-01-01'), '注册日期早于 2024-01-01'],
    [leaf('subscriber', 'equal', true), '已订阅简报'],
    [leaf('subscriber', 'equal', false), '未订阅简报'],
    [leaf('tags', 'contains', 'vip'), '标签包含 vip'],
    [leaf('tags', 'someFact:equal', 'vip'), '标签中至少有一项为 vip'],
    [leaf('gender', 'not:ignoringCase:equal', 'F'), '性别不为 F（不区分大小写）'],
    [leaf('city', 'exists', true), '城市已知'],
    [leaf('score', 'lessThan', 0.7, { model: 'natural', as: 'rank' }), '处于模型 natural 的后 70%'],
    [leaf('score', 'lessThan', 0.9, { model: 'natural' }), '模型 natural 给出的概率小于 90%'],
    [
      leaf('events', 'greaterThanInclusive', 1, {
        name: 'cart_updated',
        within: 'PT24H',
        ago: 'PT1H',
        without: 'order_placed',
      }),
      '24 小时前至 1 小时前之间曾更新购物车（此后未下单）',
    ],
    [
      leaf('events', 'greaterThan', 2, { name: 'coupon_viewed', within: 'P7D', where: { channel: 'app' } }),
      '最近 7 天内查看优惠券超过 2 次（channel 为 app）',
    ],
  ])('says %j', (condition, sentence) => {
    expect(compileCondition(condition, { facts: FACTS }).toWords('zh')).toBe(sentence);
  });

  it('says what was found and what is needed', () => {
    const reason = (condition: Condition, facts: Record<string, unknown>) => {
      const trace = compileCondition(condition, { facts: FACTS }).trace(facts) as LeafTrace;
      return leafPhrase(trace, FACTS, 'zh')(trace.actual);
    };
    expect(reason(DORMANT, { daysSinceLastOrder: 172 })).toBe('距上次下单的天数：172 天（需至少为 180 天）');
    expect(reason(EAST, { city: '武汉' })).toBe('城市：武汉（需为上海或杭州）');
    expect(reason(leaf('couponOrderShare', 'lessThan', 0.5), { couponOrderShare: 0.4 })).toBe(
      '使用优惠券的订单占比：40%（小于 50%）',
    );
  });
});

describe('a flag', () => {
  const named = (words: string, zh: string): FactCatalogue => ({
    flag: { type: 'boolean', from: { profile: 'flag' }, words, translations: { zh: { words: zh } } },
  });
  it.each([
    ['subscribed to the newsletter', '已订阅简报', 'is subscribed to the newsletter', '已订阅简报'],
    ['has an account', '有账户', 'has an account', '有账户'],
    ['newsletter', '简报', 'is marked “newsletter”', '标记为“简报”'],
  ])('called “%s” reads well', (words, zh, holds, chinese) => {
    const condition = compileCondition(leaf('flag', 'equal', true), { facts: named(words, zh) });
    expect([condition.toWords(), condition.toWords('zh')]).toEqual([holds, chinese]);
  });
  it.each([
    ['subscribed to the newsletter', '已订阅简报', 'is not subscribed to the newsletter', '未订阅简报'],
    ['has an account', '有账户', 'has not an account', '没有账户'],
    ['newsletter', '简报', 'is not marked “newsletter”', '未标记为“简报”'],
  ])('called “%s” reads well where it is denied', (words, zh, fails, chinese) => {
    const condition = compileCondition({ not: leaf('flag', 'equal', true) }, { facts: named(words, zh) });
    expect([condition.toWords(), condition.toWords('zh')]).toEqual([fails, chinese]);
  });
});

describe('a sentence', () => {
  it.each(LANGUAGES)('in %s holds every fact and every value of its condition', (language) => {
    const { value, name } = phrasesOf(language).facts;
    fc.assert(
      fc.property(conditions, (condition) => {
        const sentence = said(condition, language);
        for (const { leaf: part } of conditionLeaves(condition, '')) {
          expect(sentence).toContain(name({ fact: part.fact }, {}));
          for (const each of valuesOf(part.value)) {
            expect([value(each), JSON.stringify(each)].some((text) => sentence.includes(text))).toBe(true);
          }
        }
      }),
      { numRuns: runs(200, 2_000) },
    );
  });

  it('in Chinese holds no other word of English', () => {
    const { name } = phrasesOf('zh').facts;
    fc.assert(
      fc.property(conditions, (condition) => {
        // What the document itself names stands as it is.
        const named = conditionLeaves(condition, '').flatMap(({ leaf: part }) => [
          ...leafFacts(part).map((fact) => name({ fact }, {})),
          part.operator,
          ...pathsOf(part),
          ...valuesOf(part.value).flatMap((each) => [String(each), JSON.stringify(each)]),
        ]);
        const rest = named
          .toSorted((a, b) => b.length - a.length)
          .reduce((text, name) => (name === '' ? text : text.replaceAll(name, '')), said(condition, 'zh'));
        expect(rest.replaceAll(/〈\w+〉|_/g, '')).not.toMatch(/[A-Za-z]/);
      }),
      { numRuns: runs(200, 2_000) },
    );
  });

  function said(condition: Condition, language: (typeof LANGUAGES)[number]): string {
    const operators = { startsWith: () => true };
    return compileCondition({ all: [condition, condition] }, { segments: SEGMENTS, operators }).toWords(language);
  }

  function pathsOf({ path = '', value }: LeafCondition): readonly string[] {
    const other = typeof value === 'object' && value !== null && 'path' in value ? value.path : undefined;
    return [path, other ?? ''];
  }

  function valuesOf(value: ConditionValue): readonly unknown[] {
    if (Array.isArray(value)) return value;
    return typeof value === 'object' && value !== null && 'fact' in value ? [] : [value];
  }
});
