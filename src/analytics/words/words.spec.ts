import { expect, it } from 'vitest';
import { type AnalysisPhrases, analysisPhrases } from './index.js';

const SENTENCES: readonly [(phrases: AnalysisPhrases) => string, english: string, chinese: string][] = [
  [({ recommended }) => recommended.popular, 'popular with others', '受其他人欢迎'],
  [({ recommended }) => recommended.popularInCategory, 'popular in the same category', '在同类商品中受欢迎'],
  [({ recommended }) => recommended.chosen, 'chosen for you', '为您挑选'],
  [({ recommended }) => recommended.because(['咖啡']), 'because of 咖啡', '因为咖啡'],
  [({ recommended }) => recommended.because(['tea', 'milk']), 'because of tea and milk', '因为 tea 和 milk'],
  [({ recommended }) => recommended.similar('tea'), 'similar to tea', '与 tea 相似'],
  [({ recommended }) => recommended.unknown, 'nothing is known of it yet', '尚无了解'],
  [({ recommended }) => recommended.fresh, 'new: nothing is known of it yet', '新商品：尚无了解'],
  [({ recommended }) => recommended.freshLike('tea'), 'new, and like tea', '新商品，与 tea 相似'],
  [({ personas }) => personas.name('3'), 'Persona 3', '客群 3'],
  [({ personas }) => personas.everybody, 'like everybody', '与所有人一样'],
  [({ personas: { trait, often } }) => trait(often.seldom, '男'), 'seldom 男', '很少男'],
  [({ personas: { trait, often } }) => trait(often.mostly, '男'), 'mostly 男', '多为男'],
  [({ personas: { trait, often } }) => trait(often.more, '男'), 'more often 男', '更常男'],
  [({ personas }) => personas.traits(['3', '4']), '3, 4', '3，4'],
  [({ warnings }) => warnings.onePersona, 'There are no two personas to tell apart.', '没有两个可以区分的客群。'],
  [
    ({ warnings }) => warnings.equalParts(0.31, '年龄', 0.4),
    'The personas hold 31 % of the differences among people, equal parts by 年龄 40 %.',
    '客群解释了人与人之间差异的 31%，按年龄等分则解释 40%。',
  ],
  [
    ({ warnings }) => warnings.cloud(0.2, 0.25),
    'The personas are no farther apart (silhouette 0.20) than parts of a cloud without groups (0.25).',
    '客群之间的距离（轮廓系数 0.20）不大于没有群体的人群随意切分后的距离（0.25）。',
  ],
  [
    ({ warnings }) => warnings.asSoFar(0.5, 0.625),
    'The rule that everybody goes on as so far was off by 0.500 purchases a customer, and the model by 0.625: it foretells no more exactly.',
    '“每个人照旧”的规则平均每位客户相差 0.500 次购买，模型相差 0.625 次：模型的预测并不更准。',
  ],
  [
    ({ warnings }) => warnings.unsteady(0.125, 0.1),
    'The credit by removal moved by 12.5 % between the halves of the time, that of the last touch by 10.0 %.',
    '前后两段时间之间，移除法的归因变动了 12.5%，末次接触法变动了 10.0%。',
  ],
  [
    ({ warnings }) => warnings.popularity(10, { model: 0.1, popular: 0.125 }),
    'It is not shown to be better than recommending to everybody what is popular: nDCG@10 0.100 beside 0.125.',
    '没有证据表明它比向所有人推荐热门商品更好：nDCG@10 为 0.100，热门商品为 0.125。',
  ],
  [
    ({ warnings }) => warnings.weeks(12, '9 %', { name: 'the same week a year ago', error: '8 %' }),
    'On the last 12 weeks the model is off by 9 % of the range, the same week a year ago by 8 %.',
    '在最近 12 周，模型的误差为取值范围的 9%，去年同一周为 8%。',
  ],
];

it.each(SENTENCES)('%s in two languages', (tell, english, chinese) => {
  expect([tell(analysisPhrases('en')), tell(analysisPhrases('zh'))]).toEqual([english, chinese]);
});
