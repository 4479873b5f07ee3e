import { describe, expect, it } from 'vitest';
import { Catalogue } from './catalogue.js';
import { CHINESE } from './chinese/index.js';

describe('a catalogue', () => {
  const catalogue = new Catalogue({
    messages: {
      'There is no {what} "{name}"': '没有名为“{name}”的{what}',
      'There is no fact "{name}"': '没有事实“{name}”',
      'at most {count} levels': '最多 {count} 层',
      'The file {file} is damaged: {why}': '文件{file}已损坏：{why}',
      'a number': '数值',
      text: '文本',
    },
    terms: { model: '模型', text: '文字' },
  });

  it.each([
    ['at most 3 levels', '最多 3 层'],
    ['at most 3 levels.', '最多 3 层。'],
    ['There is no model "text"', '没有名为“text”的模型'],
    ['There is no fact "a" is no "b"', '没有事实“a" is no "b”'],
    ['The file list.csv is damaged: at most 3 levels', '文件 list.csv 已损坏：最多 3 层'],
    ['The file list.csv is damaged: at most 3 levels.', '文件 list.csv 已损坏：最多 3 层。'],
    ['The file list.csv is damaged: Ende', '文件 list.csv 已损坏：Ende'],
    ['a number, text or "a, b"', '数值、文本或"a, b"'],
    ['model, text or other', 'model、text 或 other'],
    ['Nobody wrote this, or a number', 'Nobody wrote this, or a number'],
    ['model', 'model'],
    ['"text, number"', '"text, number"'],
    ['', ''],
  ])('says %j as %j', (message, said) => {
    expect(catalogue.say(message)).toBe(said);
  });

  it.each([
    ['3 jobs wait, the first for 12 minutes', '有 3 个任务在等待，最早的已等待 12 分钟'],
    ['30 of 1,200 since yesterday: an unknown property “plan”', '自昨天起的 1,200 个中有 30 个：未知属性“plan”'],
    ['CNY 850 of CNY 1,000 are reserved', 'CNY 1,000 中已预留 CNY 850'],
    ['9 of 10 of “10 of 20” are given', '“10 of 20”的 10 份中已发放 9 份'],
    [
      'the guardrail on cost: its offers of the last 24 hours cost 120.00 EUR if all are redeemed that may still be, 80.00 EUR were planned, at most 100.00 EUR are allowed',
      '护栏“花费”：最近 24 小时内的优惠，若仍可使用的全部被使用，花费为 120.00 EUR，计划为 80.00 EUR，至多允许 100.00 EUR',
    ],
    [
      'the guardrail on fallbacks: 12 % of the decisions of the last 6 hours that needed a model did without (60 of 500), 5 % are allowed',
      '护栏“未使用模型的决策”：最近 6 小时内需要模型的决策中有 12 % 未使用模型（500 次中的 60 次），允许 5 %',
    ],
    [
      'the guardrail on lift: 3 % (30 of 1,000) of those who got the offer and 6 % (60 of 1,000) of those who were held out converted: −3 percentage points, between −5 and −1 (95 % certain at any time), for certain below 0 percentage points',
      '护栏“提升”：得到优惠者中有 3 % (30 of 1,000) 转化，对照组中有 6 % (60 of 1,000) 转化：相差 −3 个百分点，介于 −5 与 −1 之间（任何时刻的置信度为 95 %），确定低于 0 个百分点',
    ],
    [
      'the guardrail on the sample ratio: 700 treated (70 %, drawn 90 %), 300 held out (30 %, drawn 10 %): χ² 44, by chance less than once in a hundred, however often it is looked',
      '护栏“实验组比例”：700 人得到优惠（70 %，应为 90 %），300 人进入对照组（30 %，应为 10 %）：χ² 44，无论查看多少次，偶然出现的机会不到百分之一',
    ],
    [
      'Look first: the people of the campaign differ from those that the model was trained on: days since the last order moved (stability index 0.37): 42 % are 480 or less, in training 61 % (the median is 528.5, was 417); city moved (stability index 0.20): 20 % are “Berlin”, in training 9 %; 2 more features.',
      '请先查看：营销活动中的用户与模型学习过的用户不同：“days since the last order”有变化（稳定性指数 0.37）：42% 的用户不超过 480，训练时为 61%（中位数为 528.5，训练时为 417）；“city”有变化（稳定性指数 0.20）：20% 的用户为“Berlin”，训练时为 9%；另有 2 个特征。',
    ],
    [
      'The shadow "v2" decides 30 of 1,200 otherwise, and expects a profit of 12.00 instead of −3.00: what the experiment will show is measured on people.',
      '影子“v2”在 1,200 个决策中有 30 个决定不同，预期利润为 12.00，而不是 −3.00：实验要显示的结果在真实用户上衡量。',
    ],
  ])('says in Chinese what needs attention, or is to be expected: %j', (message, said) => {
    expect(new Catalogue(CHINESE).say(message)).toBe(said);
  });

  it('takes little time for a long message of the words of many templates', () => {
    const chinese = new Catalogue(CHINESE);
    const words = Object.keys(CHINESE.messages).join(' and ').repeat(10).slice(0, 5_000);
    const begun = performance.now();
    for (let time = 0; time < 10; time++) chinese.say(words);
    expect((performance.now() - begun) / 10).toBeLessThan(100);
  });
});
