import { zh } from '#strata/engine/words';
import { type ExperimentPhrases } from '../english/english.js';
import { type PartOfPeople, type ProfitInAll, type ProfitSince } from '../subjects/subjects.js';
import { rounded } from '../subjects/figures.js';
import { figures, ofAtMost } from './figures.js';

const { money, moneyInterval, number, percent, share, whole } = figures;

export const holdout: ExperimentPhrases['holdout'] = {
  sides: { heldOut: '全局对照组', others: '其他所有人' },
  asDeclared: (part, declared, pValue) =>
    `${heldOutOf(part, declared)}；p = ${number(rounded(pValue))}，无论查看多少次都有效。`,
  notAsDeclared: (part, declared) => `${heldOutOf(part, declared)}：若纯属偶然，一千多个对照组中才会出现一次。`,
  notAsDeclaredCauses: [
    '只有一侧的用户资料被删除或导入：例如导入了购买者名单，而其中一些人是因为优惠才购买的。',
    '一侧的标识更常被合并：得到优惠的人会登录，两个标识于是合为一个人。',
  ],
  inBoth: (part) => `${inBoth(part)}；他们不计入结果。`,
  inBothTooMany: (part) => `${inBoth(part)}${ofAtMost(part)}：两侧没有分开。`,
  inBothCauses: ['许多决策请求使用的是用户登录之前的标识。'],
  reached: (part) => `${reached(part)}。`,
  reachedTooMany: (part) => `${reached(part)}${ofAtMost(part)}：他们没有真正留作对照。`,
  reachedCauses: [
    '某个服务器或营销活动仍在使用设立对照组之前发布的版本。',
    '联系用户时所用的标识后来才与他们的标识合并。',
  ],
  incomparable: (why) => `两侧无法比较，因此不给出任何数据：${why}`,
  earns: (profit) => `所有策略和营销活动合计有收益：${perThousand(profit)}；${inAllWords(profit)}。`,
  loses: (profit) => `所有策略和营销活动合计亏损：${perThousand(profit)}；${inAllWords(profit)}。`,
  open: (profit) => `还不能确定所有策略和营销活动合计是否有收益：${perThousand(profit)}。`,
  moreDays: (days) => `如果情况确实如此并持续下去，再过约 ${whole(days)} 天就能确定。`,
  tooSmall: '看上去这么小的效果，对照的人这么少时需要三年以上才能看清；提高对照比例可以更早看清。',
  credited: (credited, inAll) =>
    `若把优惠目标期内的全部购买都归功于优惠，报表会显示利润 ${money(credited)}；与留作对照的人相比，实际为 ${moneyInterval(inAll)}。`,
  goals: (goals) => {
    const each = goals.map(({ event, valueProperty, margin }) => {
      const worth = valueProperty === null ? '' : zh`价值取 ${valueProperty}，`;
      return `${event}（${worth}其中 ${percent(margin)} 为利润）`;
    });
    return `计入的目标（对所有人，不论何时发生）：${each.join('；')}。`;
  },
  currency: (currency) => zh`金额以 ${currency} 计。`,
  doesNotProve: [
    '两侧所有已知的人都计算在内，不论是否对他们作过决策：只有少数人得到的优惠，平摊到每 1,000 人就显得很少。',
    '这里不说明收益来自哪个策略：那由各策略自己的对照组说明。也不说明若向留作对照的人提供优惠会带来多少。',
  ],
};

function inBoth({ some, people }: PartOfPeople): string {
  return `${whole(people)} 人中有 ${whole(some)} 人在两侧都有标识`;
}

function reached({ some, people }: PartOfPeople): string {
  return `自开始以来，留作对照的 ${whole(people)} 人中有 ${whole(some)} 人得到了优惠`;
}

function heldOutOf({ some, people, share: part }: PartOfPeople, declared: number): string {
  return `${whole(people)} 人中有 ${whole(some)} 人留作对照（${share(part)}，声明为 ${percent(declared)}）`;
}

function perThousand({ difference, date, days }: ProfitSince): string {
  return `自 ${date} 起（${whole(days)} 天），每 1,000 人的利润为 ${moneyInterval(difference)}`;
}

function inAllWords({ inAll, people }: ProfitInAll): string {
  return `未留作对照的 ${whole(people)} 人合计为 ${moneyInterval(inAll)}`;
}
