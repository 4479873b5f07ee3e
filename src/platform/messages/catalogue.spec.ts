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
  ])('says in Chinese what needs attention: %j', (message, said) => {
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
