import { zh } from '#strata/engine/words';
import { columnNumberWords, fixedWords } from '#strata/kernel';
import { type ModelPhrases } from '../english/english.js';
import { figure, times } from '../subjects/figures.js';
import { type ValueStatement } from '../subjects/subjects.js';
import { list, quoted, smallPercent } from './figures.js';

export const drift: ModelPhrases['drift'] = {
  pools: {
    judged: '被评估的数据',
    latest: (decisions) => `最近 ${decisions} 次决策`,
  },
  score: '分数',
  change: ({ statement, now, then, medians }) => {
    const middle = medians === null ? '' : `（中位数为 ${figure(medians.now)}，训练时为 ${figure(medians.then)}）`;
    return `${smallPercent(now)} 的用户${stated(statement)}，训练时为 ${smallPercent(then)}${middle}`;
  },
  alike: (pool) => zh`${pool}中的用户与模型学习过的用户相似。`,
  differ: (result, pool, parts) =>
    result === 'refused'
      ? zh`拒绝使用：${pool}中的用户不是模型学习过的那类用户：${parts.join('；')}。`
      : zh`请先查看：${pool}中的用户与模型学习过的用户不同：${parts.join('；')}。`,
  moved: (column, index, change) => `“${column}”有变化（稳定性指数 ${fixedWords(index, 2)}）：${change}`,
  more: (features) => `另有 ${features} 个特征`,
  scoreMoved: (index, change) => `分数也有变化（稳定性指数 ${fixedWords(index, 2)}）：${change}`,
  classifier: (auc) => `分类器在 100 次中有 ${times(auc)} 次能区分两者（抛硬币是 50 次）`,
  calibration: (promised, happened) => `承诺有 ${smallPercent(promised)} 转化，实际为 ${smallPercent(happened)}`,
  absent: (columns) => `这些用户没有 ${columns.join('、')} 的值`,
  few: (people) => `只有 ${people} 位用户：只有很大的变化才能与偶然区分开`,
};

function stated(statement: ValueStatement): string {
  switch (statement.is) {
    case 'below':
      return `低于 ${figure(statement.value)}`;
    case 'above':
      return `高于 ${figure(statement.value)}`;
    case 'at most':
      return `不超过 ${figure(statement.value)}`;
    case 'category':
      return `为“${statement.value}”`;
    case 'another':
      return '为其他值';
    case 'missing':
      return '没有值';
  }
}

export const explanation: ModelPhrases['explanation'] = {
  answers: { yes: '是', no: '否' },
  stretch: (stretch) => {
    if (stretch.kind === 'missing') return '空缺';
    if (stretch.kind === 'any') return '任意';
    if (stretch.kind === 'answer') return stretch.answer === 'yes' ? '是' : '否';
    const { kind, from, to } = stretch;
    if (from === null) return to === null ? '任意' : `不超过 ${to}`;
    if (kind === 'real') return to === null ? `高于 ${from}` : `高于 ${from} 至 ${to}`;
    if (to === null) return `${from} 及以上`;
    return from === to ? to : `${from} 至 ${to}`;
  },
  ownCurves: '曲线是模型自身的，带有 95% 区间',
  sampled: (standardError) =>
    `各部分为抽样计算：单个用户的一个部分的标准误最大为 ${columnNumberWords(Number(standardError.toPrecision(2)))}`,
};

export const fairness: ModelPhrases['fairness'] = {
  unknown: '未知',
  band: (from, until) => {
    if (from === null) return `低于 ${figure(until ?? Number.NaN)}`;
    return until === null ? `${figure(from)} 及以上` : `${figure(from)} 至 ${figure(until)}（不含）`;
  },
  selection: (selection) => {
    if (selection.by === 'threshold') return `分数不低于 ${selection.threshold} 的用户`;
    const { share, threshold, divided } = selection;
    const shared = divided === 0 ? '' : `，其中分数恰好相同的 ${divided} 位由随机决定`;
    return `分数最高的 ${Math.round(100 * share)}%（不低于 ${fixedWords(threshold, 4)}）${shared}`;
  },
  group: (name, ratio) =>
    ratio === null
      ? `“${name}”`
      : `“${name}”（${fixedWords(ratio.value, 2)} [${fixedWords(ratio.lower, 2)}, ${fixedWords(ratio.upper, 2)}]）`,
  tooFew: (groups) => `${quoted(groups)}的人数太少，无法判断。`,
  noneLarge: '没有人数足够比较的群体。',
  below: (groups, reference) =>
    `警告：${list(groups)}被选中的比例不到“${reference}”的五分之四，而且不是偶然：运行之前请查明原因。`,
  perhaps: (groups, reference) =>
    `${list(groups)}被选中的比例不到“${reference}”的五分之四，但可能是偶然：请用更多用户再看一次。`,
  alike: (reference) => `所有人数足够的群体被选中的比例都不低于“${reference}”的五分之四。`,
  paragraph: (sentences) => sentences.join(''),
  holds: '在所有人数足够的群体中，概率都可信。',
  promises: (more, less) => {
    const parts = [
      ...(more.length === 0 ? [] : [`${quoted(more)}的实际转化多于承诺：模型低估了他们`]),
      ...(less.length === 0 ? [] : [`${quoted(less)}的实际转化少于承诺：模型高估了他们`]),
    ];
    return `${parts.join('；')}。`;
  },
  read: (column, sensitive) => `模型使用了“${column}”${sensitive ? '：策略必须说明原因（“sensitiveFacts”）' : ''}。`,
};
