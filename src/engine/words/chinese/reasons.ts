import { type Phrases } from '../english/english.js';
import { isOrdering, oppositeOf } from '../subjects/comparison.js';
import { type ArmSubject } from '../subjects/decision-subjects.js';
import { figures } from './figures.js';
import { zh } from './joining.js';

const { duration, moment, money, number, roughly: percent } = figures;

const CONSEQUENCE = {
  baseline: '因此由人工规则决定',
  none: '因此不提供优惠',
  unpriced: '因此预期数字未知',
} as const;

export const reasons: Phrases['reasons'] = {
  stopped: ({ by, since, zone, reason }) => zh`${by} 自 ${moment(since, zone)}起停用：${reason}`,
  starts: (from) => zh`于 ${from} 开始`,
  ended: (to) => zh`已于 ${to} 结束`,
  suppressed: '已要求不再被联系',
  noConsent: (purpose) => zh`未同意用途“${purpose}”`,
  arm: ({ id, by, share }) => zh`被分入${id === null ? '' : `“${id}”`}组，由${deciding(by)}决定（${percent(share)}）`,
  policyChose: (offer, share) => zh`策略算法选择了“${offer}”，此类人群中有 ${percent(share)} 得到同样的选择`,
  policyFailed: (policy) => `策略算法“${policy}”没有给出答案，因此提供利润最高的优惠`,
  noPart: (otherwise) =>
    `不参加实验：${
      {
        none: '不提供优惠',
        model: '由模型决定，与所有不参加者相同',
        baseline: '由人工规则决定，与所有不参加者相同',
      }[otherwise]
    }`,
  humanRule: (title) => `人工规则“${title}”适用于人群中的所有人`,
  noChampion: (model, then) => `“${model}”没有在用的已训练模型，${CONSEQUENCE[then]}`,
  noScore: (model, failure, then) =>
    `“${model}”未给出评分${failure === null ? '' : `（${failure.code}）`}，${CONSEQUENCE[then]}`,
  capped: (contacts, cap) =>
    cap === null
      ? `已联系 ${contacts} 次`
      : zh`最近 ${duration(cap.within)}内已联系 ${contacts} 次（上限为 ${cap.contacts} 次）`,
  cappedByAll: ({ contacts, channel, within, limit, until, zone }) =>
    zh`所有策略在最近 ${duration(within)}内合计已${by(channel)}联系 ${contacts} 次（上限为 ${number(limit)} 次），直到 ${moment(until, zone)}`,
  quietNow: (now, zone, quiet) => zh`现在是 ${moment(now, zone)}，${quiet}`,
  unprofitable: ({ offer, profit, cost, isGross, price, source, currency }) => {
    const would = zh`“${offer}”的预期${isGross ? '毛利润' : '利润'}为 ${money(profit, currency)}，成本为 ${money(cost, currency)}`;
    if (price === 0) return would;
    const elsewhere = zh`${would}；它占用的额度用在别处可带来 ${money(price, currency)}`;
    if (source === null) return elsewhere;
    const { taken, budget, run, at, zone, age } = source;
    const used = budget > 0 ? zh`占用预算 ${money(taken, currency)}，每单位预算带来 ${number(budget)}；` : '';
    return zh`${elsewhere}（${used}由 ${moment(at, zone)}的营销活动运行 ${run} 得出，距今 ${duration(age)}）`;
  },
  outranked: (winner) => `对此用户“${winner}”优先`,
  heldOutOfAll: (share) => zh`属于不从任何策略或营销活动得到优惠的 ${percent(share)}，以便衡量全部活动的合计效果`,
  heldOut: (share) => zh`属于不得到优惠的 ${percent(share)}，以便衡量效果`,
  stockSpent: (offer, level) =>
    `“${offer}”的库存已用完${level === null ? '' : zh`：${number(level.limit)} 份中已发出 ${number(level.used)} 份`}`,
  budgetSpent: (offer, level, currency) => {
    if (level === null) return `“${offer}”的预算已用完`;
    const { used, limit, needed } = level;
    return zh`“${offer}”的预算已用完：${money(limit, currency)}中已预留 ${money(used, currency)}，还需要 ${money(needed, currency)}`;
  },
  offered: (offer, expected, currency) => {
    if (expected === null) return `提供“${offer}”；预期数字未知`;
    const { conversion, natural, profit, cost } = expected;
    const odds = zh`转化概率为 ${percent(conversion)}${natural === null ? '' : zh`（没有优惠时为 ${percent(natural)}）`}`;
    const figuresOf = zh`${odds}，预期${natural === null ? '毛利润' : '利润'} ${money(profit, currency)}，成本 ${money(cost, currency)}`;
    // Only the human rule offers what is not expected to pay.
    return `提供“${offer}”：${figuresOf}${profit > 0 ? '' : '；人工规则选中的优惠仍会提供'}`;
  },
  empty: (result) => (result ? '该条件适用于所有人' : '该条件不适用于任何人'),
  score: ({ model, asRank, isShare, operator, expected, result }) => {
    const shown = isShare ? percent : plain;
    const bound = typeof expected === 'number' ? shown(expected) : JSON.stringify(expected);
    const needed = zh`（${result ? '' : '需'}${operatorWords(operator)}${bound}）`;
    return (actual) => {
      const told = typeof actual === 'number' ? shown(actual) : '未知';
      return `“${model}”：${asRank ? zh`高于其参照人群的 ${told}` : told}${needed}`;
    };
  },
};

export const policy: Phrases['policy'] = {
  quiet: (channel, from, to) => zh`${from} 至 ${to} 之间不${by(channel)}联系任何人`,
  cap: (channel, contacts, within) => zh`${duration(within)}内至多${by(channel)}联系 ${number(contacts)} 次`,
};

function by(channel: string | null): string {
  return channel === null ? '' : zh`通过 ${channel} `;
}

function deciding(by: ArmSubject['by']): string {
  if (typeof by !== 'string') return `策略算法“${by.policy}”`;
  return by === 'model' ? '模型' : '人工规则';
}

const COMPARISONS: Readonly<Record<string, string>> = {
  lessThan: '小于',
  lessThanInclusive: '至多为',
  greaterThan: '大于',
  greaterThanInclusive: '至少为',
  equal: '恰好为',
  notEqual: '不为',
  not: '并非',
};

function operatorWords(operator: string): string {
  const denied = /^not:(\w+)$/.exec(operator)?.[1];
  if (denied !== undefined && isOrdering(denied)) return operatorWords(oppositeOf(denied));
  return operator
    .split(':')
    .map((part) => COMPARISONS[part] ?? part)
    .join('');
}

function plain(value: number): string {
  return number(Number(value.toPrecision(4)));
}
