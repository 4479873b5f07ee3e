import { phrasesOf, zh } from '#strata/engine/words';
import { fixedWords } from '#strata/kernel';
import { fixed } from '#strata/platform/pages';
import { type AnalysisPhrases } from './english.js';

const { joined, whole } = phrasesOf('zh').figures;

/** What something simpler than a marketing mix is called; others stay as they are written. */
const RIVALS: Readonly<Record<string, string>> = {
  'the same week a year ago': '去年同一周',
  'the same without media': '不含媒体的相同模型',
  'least squares on spend': '对花费的最小二乘法',
};

/** The same in Chinese. */
export const CHINESE: AnalysisPhrases = {
  recommended: {
    popular: '受其他人欢迎',
    popularInCategory: '在同类商品中受欢迎',
    chosen: '为您挑选',
    because: (items) => zh`因为${joined(items, 'and')}`,
    similar: (item) => zh`与${item}相似`,
    unknown: '尚无了解',
    fresh: '新商品：尚无了解',
    freshLike: (item) => zh`新商品，与${item}相似`,
  },
  personas: {
    name: (number) => zh`客群 ${number}`,
    everybody: '与所有人一样',
    often: { seldom: '很少', mostly: '多为', more: '更常' },
    trait: (often, of) => zh`${often}${of}`,
    traits: (words) => words.join('，'),
  },
  warnings: {
    onePersona: '没有两个可以区分的客群。',
    equalParts: (explained, fact, parts) =>
      zh`客群解释了人与人之间差异的 ${percent(explained, 0)}，按${fact}等分则解释 ${percent(parts, 0)}。`,
    cloud: (silhouette, cloud) =>
      zh`客群之间的距离（轮廓系数 ${fixed(silhouette, 2)}）不大于没有群体的人群随意切分后的距离（${fixed(cloud, 2)}）。`,
    asSoFar: (rule, model) =>
      zh`“每个人照旧”的规则平均每位客户相差 ${fixed(rule, 3)} 次购买，模型相差 ${fixed(model, 3)} 次：模型的预测并不更准。`,
    unsteady: (removal, last) =>
      zh`前后两段时间之间，移除法的归因变动了 ${percent(removal)}，末次接触法变动了 ${percent(last)}。`,
    popularity: (places, ndcg) =>
      zh`没有证据表明它比向所有人推荐热门商品更好：nDCG@${places} 为 ${fixed(ndcg.model, 3)}，热门商品为 ${fixed(ndcg.popular, 3)}。`,
    weeks: (weeks, model, { name, error }) =>
      zh`在最近 ${whole(weeks)} 周，模型的误差为取值范围的 ${tight(model)}，${RIVALS[name] ?? name}为 ${tight(error)}。`,
  },
};

function percent(share: number | null, digits = 1): string {
  return share === null || !Number.isFinite(share) ? '–' : `${fixedWords(100 * share, digits)}%`;
}

/** As Chinese is set: without a blank before the sign. */
function tight(share: string): string {
  return share.replace(' %', '%');
}
