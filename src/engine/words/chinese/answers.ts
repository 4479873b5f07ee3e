import { basisOf } from '../../facts/index.js';
import { type Phrases } from '../english/english.js';
import { denied } from './conditions.js';
import { facts, knownDeed, measured } from './facts.js';
import { figures } from './figures.js';
import { joined, zh } from './joining.js';

const { money, number, roughly: percent } = figures;

export const accountLines: Phrases['accountLines'] = (account, currency) => {
  const amount = (value: number) => money(value, currency);
  const { margin, orderValue, conversion, natural, redemptionRate, faceValue, contactCost, gain, cost, profit } =
    account;
  const lift = natural === null ? percent(conversion) : `(${percent(conversion)} − ${percent(natural)})`;
  return [
    `收益：利润率 ${percent(margin)} × 订单金额 ${amount(orderValue)} × ${lift} = ${amount(gain)}`,
    `成本：消息 ${amount(contactCost)} + ${percent(conversion)} × 使用率 ${percent(redemptionRate)} × ${amount(faceValue)} = ${amount(cost)}`,
    `预期${natural === null ? '毛利润' : '利润'}：${amount(gain)} − ${amount(cost)} = ${amount(profit)}`,
  ];
};

export const changes: Phrases['changes'] = {
  fact: ({ fact, from, to }, catalogue) => {
    const before = from === undefined || from === null ? '目前未知' : zh`目前为${measured(from, catalogue[fact])}`;
    return `${facts.told({ fact }, catalogue)(to)}（${before}）`;
  },
  outcome: (change, offer) => `若${change}，${offer === null ? '将不提供优惠' : `将提供“${offer}”`}`,
};

export const answers: Phrases['answers'] = {
  noScore: (model, code) => `“${model}”未给出评分：${code}`,
  promote: '没有在用的版本；请启用一个版本',
  publish: '为此用户发布一个策略',
  noFact: '没有任何单个可改变的事实会改变结果',
  resume: (by) => zh`恢复该策略：它由 ${by} 停用`,
  period: (from, to) => zh`时间：该策略自 ${from ?? '其开始'} 运行至 ${to ?? '其结束'}`,
  unsuppress: '只有本人可以改变：此人已要求不再被联系',
  consent: (purpose) => `同意用途“${purpose}”，已存储或随请求发送`,
  contactFrom: (time) => zh`时间：自 ${time} 起可以再次联系`,
  holdout: (ofAll, seed) => `与此人无关：${ofAll ? '所有策略的保留组' : '保留组'}按种子“${seed}”抽取，结果始终相同`,
  stock: '更多库存，或目标期结束时未使用而收回的优惠',
  budget: '更高的预算上限，或目标期结束时收回的预留金额',
  prices: '额度的价值：该策略的下一次营销活动运行会重新计算',
  score: (model) => `“${model}”的评分：届时由模型决定`,
  repeats: (until) => zh`在 ${until} 之前或达成目标之前再次询问会得到同样的结果`,
  reserved: (message, faceValue, currency) =>
    zh`当前预留 ${money(message + faceValue, currency)}（消息 ${money(message, currency)}，面值 ${money(faceValue, currency)}）；未使用的部分会收回`,
  unknownMoney: '应有的成本和收益未知，因为有模型未给出评分',
  nothingSpent: '没有预留或花费任何金额',
  withheld: (offer) => `保留未发：“${offer}”`,
  notPriced: '也没有任何预期：决策提前结束，没有为优惠定价',
  notMade: (offer, cost, profit, currency) =>
    profit <= 0
      ? zh`节省：“${offer}”会花费 ${money(cost, currency)}并亏损 ${money(-profit, currency)}`
      : zh`未提供：“${offer}”会花费 ${money(cost, currency)}并带来利润 ${money(profit, currency)}`,
  repetition: ({ id, madeAt, times, lastAt, until }) =>
    zh`重复：决策 ${id} 于 ${madeAt} 作出，此后又回答了 ${times} 次，最近一次在 ${lastAt}${
      until === null ? '' : zh`；该优惠有效至 ${until}，或至其目标达成`
    }`,
};

export const scores: Phrases['scores'] = {
  effect: (effect, unit) => {
    const amount = unit === 'points' ? 100 * Math.abs(effect) : Math.abs(effect);
    // What is too small to be read is nothing.
    const rounded = amount < 0.0005 ? 0 : Number(amount.toPrecision(amount < 1 ? 1 : unit === 'points' ? 2 : 3));
    const sign = rounded === 0 ? '±' : effect < 0 ? '−' : '+';
    return `${sign}${number(rounded)}${unit === 'points' ? ' 个百分点' : ''}`;
  },
  score: (score, unit) => (unit === 'points' ? percent(score) : number(Number(score.toPrecision(4)))),
  reason: (said, effect) => `${said}：${effect}`,
  value: (fact, known, catalogue) => {
    const definition = catalogue[fact];
    const told = facts.told({ fact }, catalogue)(known);
    if (known === undefined || definition === undefined) return told;
    if (typeof known === 'boolean') {
      const said = denied(definition.words);
      return said === undefined ? told : said[known ? 'holds' : 'fails'];
    }
    const basis = basisOf(definition);
    const did =
      basis.of === 'events' && basis.query.measure === 'daysSinceLast' ? knownDeed(basis.query.name) : undefined;
    return did !== undefined && typeof known === 'number' && known >= 1 ? `已 ${number(known)} 天未${did}` : told;
  },
  column: (column, value) => zh`${column} 为${value ?? '空缺'}`,
  change: (changed, outcome) => `${joined(changed, 'and')}：${outcome}`,
  instead: (after, before) => zh`${after}，而不是 ${before}`,
  effectInstead: (after, before) => zh`效果为 ${after}，而不是 ${before}`,
  effectAndScore: (effect, after, before) => zh`${effect}，为 ${after}，而不是 ${before}`,
};
