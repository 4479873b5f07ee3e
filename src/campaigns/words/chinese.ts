import { phrasesOf, zh } from '#strata/engine/words';
import { type CampaignPhrases } from './english.js';
import { type DrawnSubject, type GroupSubject, type GuardrailSubject, type WatchedSubject } from './subjects.js';

const { duration, moment, money, number, percent: exactly, roughly: percent, whole } = phrasesOf('zh').figures;

const WATCHED: Readonly<Record<WatchedSubject, string>> = {
  lift: '提升',
  cost: '花费',
  fallback: '未使用模型的决策',
  sampleRatio: '实验组比例',
};

/** All that campaigns say, in Chinese. */
export const CHINESE: CampaignPhrases = {
  stops: {
    notActive: '策略目前未生效',
    suppressed: '已要求不再被联系',
    noConsent: (purpose) => (purpose === undefined ? '未同意' : `未同意用途“${purpose}”`),
    noScore: '模型无法为此人评分',
    noChampion: '模型没有在用的版本',
    capped: (cap) =>
      cap === null ? '触达次数已满' : zh`${duration(cap.within)}内已得到该策略的 ${number(cap.contacts)} 次优惠`,
    noOffer: '没有面向此人的优惠',
    unprofitable: '没有预期能带来利润的优惠',
    notInExperiment: '不参加实验',
    heldOut: '属于对照组，用来衡量优惠的效果',
    stockSpent: '库存已用完',
    budgetSpent: '预算已用完',
  },
  pool: '营销活动',
  sensitive: (fact) => `${fact}（敏感信息，不显示）`,
  held: (people, rule) => zh`${whole(people)} 人被暂缓：${rule}`,
  heldAbout: (people, rule) => zh`约 ${whole(people)} 人被暂缓：${rule}`,
  heldUntil: (people, rule, { until, zone }) =>
    zh`${whole(people)} 人被暂缓：${rule}；最后一人到 ${moment(until, zone)}为止`,
  leftOut: (people, rule) => zh`${whole(people)} 人被排除：${rule}`,
  nobody: {
    files: (files) => zh`${files} 中没有人：请指定含有人员的文件。`,
    stored: '尚未存储任何人：请导入人员（`strata import profiles` 或 `POST /v1/batch`），或指定文件作为受众。',
  },
  rows: {
    nameless: (count) => zh`排除了没有编号的 ${whole(count)} 行`,
    doubles: (count) => zh`排除了重复人员的 ${whole(count)} 行：每人只计一次`,
    unknown: (people) => zh`文件中的 ${whole(people)} 人未被存储，已排除`,
  },
  items: {
    popular: (people) => zh`${whole(people)} 人得到的是热门商品，因为推荐模型无法使用`,
    none: (people) => zh`${whole(people)} 人没有得到商品，因为推荐模型没有可推荐的商品`,
  },
  switchedOff: ({ strategy, switch: which, by, reason, since, zone }) => {
    const when = zh`由 ${by} 自 ${moment(since, zone)}起`;
    if (which === 'fixedArms')
      return zh`“${strategy}”的策略算法${when}关闭：${reason}。由策略算法决定的实验组改由模型决定。`;
    return zh`“${strategy}”${when}停用：${reason}。恢复之前不提供任何优惠。`;
  },
  guardrail: (watch) => `护栏“${WATCHED[watch]}”`,
  found: (subject) => {
    switch (subject.watch) {
      case 'lift':
        return liftWords(subject);
      case 'cost': {
        const { spent, planned, allowed, time, currency } = subject;
        const more = allowed === null ? '' : zh`，至多允许 ${money(allowed, currency)}`;
        const of = time === null ? '最近 24 小时' : zh`最近 ${duration(time)}`;
        return zh`${of}内的优惠，若仍可使用的全部被使用，花费为 ${money(spent, currency)}，计划为 ${money(planned, currency)}${more}`;
      }
      case 'fallback': {
        const { share, within, without, needed, above, doubt } = subject;
        const words = zh`最近 ${duration(within)}内需要模型的决策中有 ${percent(share)} 未使用模型（${whole(needed)} 次中的 ${whole(without)} 次），允许 ${exactly(above)}`;
        return doubt === null ? words : `${words}：${doubt === 'tooFew' ? '次数太少，无法判断' : '尚不能确定超出'}`;
      }
      case 'sampleRatio': {
        if (subject.groups === null) return '尚未抽取任何人';
        return `${subject.groups.map(drawnWords).join('，')}：${chanceWords(subject.found)}`;
      }
    }
  },
};

function liftWords({ treated, heldOut, lift, below }: Extract<GuardrailSubject, { readonly watch: 'lift' }>): string {
  const seen = convertedWords(treated, heldOut);
  if (lift === null) return `${seen}：人数太少，无法判断`;
  const range = zh`相差 ${points(lift.value)}，介于 ${rounded(100 * lift.lower)} 与 ${rounded(100 * lift.upper)} 之间（任何时刻的置信度为 ${exactly(lift.level)}）`;
  return zh`${seen}：${range}，${lift.upper < below ? '确定' : '不能确定'}低于 ${points(below)}`;
}

function convertedWords(treated: GroupSubject, heldOut: GroupSubject): string {
  if (treated.people === 0) return '还没有人得到优惠';
  if (heldOut.people === 0) return '还没有人进入对照组';
  return zh`得到优惠者中有 ${rateWords(treated)}转化，对照组中有 ${rateWords(heldOut)}转化`;
}

function rateWords({ people, conversions }: GroupSubject): string {
  return zh`${percent(conversions / people)}（${whole(people)} 人中的 ${whole(conversions)} 人）`;
}

function drawnWords({ group, people, share, drawn }: DrawnSubject): string {
  const name = typeof group === 'object' ? zh`进入“${group.arm}”` : group === 'heldOut' ? '进入对照组' : '得到优惠';
  return zh`${whole(people)} 人${name}（${percent(share)}，应为 ${percent(drawn)}）`;
}

function chanceWords(found: 'tooFew' | { readonly chiSquare: number } | { readonly pValue: number }): string {
  if (found === 'tooFew') return '人数太少，无法判断';
  if ('pValue' in found) return `p ${rounded(found.pValue)}`;
  return zh`χ² ${rounded(found.chiSquare)}，无论查看多少次，偶然出现的机会不到百分之一`;
}

function points(difference: number): string {
  return zh`${rounded(100 * difference)} 个百分点`;
}

function rounded(figure: number): string {
  return number(Number(figure.toPrecision(3)));
}
