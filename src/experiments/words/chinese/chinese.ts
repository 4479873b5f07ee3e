import { zh } from '#strata/engine/words';
import { type ExperimentPhrases } from '../english/english.js';
import {
  type CameToArm,
  type PlannedEffect,
  type EffectSubject,
  type EfficiencySubject,
  type FigureName,
  type LeastPeople,
  type PartOfPeople,
  type ScoreSays,
} from '../subjects/subjects.js';
import { rounded } from '../subjects/figures.js';
import { figures, ofAtMost } from './figures.js';
import { holdout } from './holdout.js';

const { amount, money, number, percent, share, signed, whole } = figures;

const FIGURES: Readonly<Record<FigureName, string>> = {
  conversion: '转化率',
  value: '人均价值',
  profit: '人均利润',
  return: '每单位成本的利润',
  cost: '人均成本',
};

const READ = { once: '在计划结束时读取一次', 'at any time': '任何一天都可读取' } as const;

const SAYS: Readonly<Record<ScoreSays, string>> = {
  natural: '没有优惠时达成目标的可能性',
  response: '有优惠时达成目标的可能性',
  effect: '优惠预计使达成目标的概率增加多少',
  condition: '策略在提供优惠之前会查看它',
};

const DECIDING = { conversion: '转化', value: '价值', profit: '利润' } as const;

/** All sentences of experiments in Chinese. */
export const CHINESE: ExperimentPhrases = {
  figures: FIGURES,
  together: (sentences) => sentences.join(''),
  health: {
    asPlanned: (arms, pValue) => `用户按计划进入各组：${cameTo(arms)}；p = ${number(rounded(pValue))}。`,
    notAsPlanned: (arms, chiSquare) =>
      `用户没有按计划进入各组：${cameTo(arms)}；χ² = ${number(chiSquare)}，若纯属偶然，一千多个实验中才会出现一次。`,
    notAsPlannedCauses: [
      '运行期间改过各组的比例，而前后两段时间的用户被放在一起读取。',
      '某一组的用户在计数之前流失：过滤条件、跳出，或只有该组要求的同意。',
      '某一组的用户被多次计数：机器人、重复加载，或重新生成的标识。',
      '读取时告知的计划比例不是实际分组所用的比例。',
    ],
    inSeveral: (part) => `${inSeveral(part)}；他们不计入结果。`,
    inSeveralTooMany: (part) => `${inSeveral(part)}${ofAtMost(part)}。`,
    inSeveralCauses: [
      '同一个人有多个标识，被分别分组：登录前的浏览器，以及登录后的客户。',
      '运行期间改过种子或比例，用户被重新分组。',
    ],
    enough: (least) => `${least.of === 'arms' ? '每个组都有' : '两侧都有'}${needed(least)}。`,
    tooFew: (few, least) => {
      const told = few.map(({ name, people, conversions }) => {
        const who = least.of === 'arms' ? group(name) : name;
        return `${who}有 ${whole(people)} 人、${whole(conversions)} 次转化`;
      });
      return `数据太少，还不能下结论：${told.join('，')}；${least.of === 'arms' ? '每个组' : '每一侧'}需要${needed(least)}。`;
    },
  },
  verdict: {
    nothingVaries: '数据没有任何变化，无法比较。',
    ship: (effect) => zh`上线${shipped(effect.arm)}：${effectWords(effect)}。`,
    shipForSaving: (efficiency) =>
      zh`上线${shipped(efficiency.arm)}，因为它节省成本，而转化并不少：${efficiencyWords(efficiency)}。`,
    worse: (effects) => `停止：${effects.map(effectWords).join('；')}。`,
    ruledOut: (worth, effects) =>
      `停止：已排除提高 ${percent(worth)}（值得追求的最小效果）的可能。${allEffects(effects)}`,
    notFound: (effects) => `停止：计划的人数已全部到齐，没有发现差异。${allEffects(effects)}`,
    nothingToWaitFor: (effects) => `停止：没有值得等待的差异。${allEffects(effects)}`,
    tooLong: (effects) => `停止：看上去这么小的效果需要一年以上才能看清。${allEffects(effects)}`,
    keepRunning: (people, days, effects) => {
      const time = days === null ? `还需要 ${whole(people)} 人` : `大约还需要 ${whole(days)} 天`;
      return `继续运行：${time}。${allEffects(effects)}`;
    },
    tooEarly: ({ people, planned, days, isTold }) => {
      const time = days === null ? '' : `，大约还需要 ${whole(days)} 天`;
      const seen = isTold ? '区间只在计划结束时成立一次，今天还不成立。' : '';
      return `继续运行：计划的 ${whole(planned)} 人中已有 ${whole(people)} 人${time}。${seen}`;
    },
  },
  apart: {
    inBands: (score) => `${score}（分段）`,
    band: (band, count, [from, to]) => `第 ${band} 段（共 ${count} 段）：${from} 至 ${to}`,
    bands: ({ model, says, known, people }) => {
      const score = `分段依据“${model}”的评分（${SAYS[says]}），取用户得到优惠或留作对照时的值`;
      const others = known === people ? '' : '其余的人评分未知，不属于任何一段。';
      return `${score}：${whole(people)} 人中有 ${whole(known)} 人的评分已知。${others}`;
    },
    inSegment: (isIn) => (isIn ? '属于该人群' : '不属于该人群'),
    by: ({ name, kind, unknown }) => {
      const was = kind === 'fact' ? zh`按决策时的 ${name} 区分` : `按决策时是否属于人群“${name}”区分`;
      return `${was}。被分入各组的人中有 ${whole(unknown.arms)} 人、得到优惠或留作对照的人中有 ${whole(unknown.treatment)} 人的情况未知。`;
    },
  },
  planning: {
    ofArm: (arm, words) => `第 ${arm} 组：${words}`,
    takes: ({ change, people, days }, reading) =>
      zh`要看出${changeWords(change)}的变化，共需 ${whole(people)} 人${days === null ? '' : `、${whole(days)} 天`}（${READ[reading]}）。`,
    nobodyShows: (change, reading) => zh`多少人都看不出${changeWords(change)}的变化（${READ[reading]}）。`,
    chance: (people, power, reading) =>
      `${whole(people)} 人有 ${percent(rounded(power, 4))} 的机会看出它（${READ[reading]}）。`,
    show: (people, change, reading) =>
      `${whole(people)} 人能看出${changeWords(change)} 或更大的变化（${READ[reading]}）。`,
    showNothing: (people, reading) => `${whole(people)} 人太少，什么也看不出（${READ[reading]}）。`,
    peeking: (times) => `任何一天都可读取，需要 ${number(rounded(times, 4))} 倍的人数。`,
    saving: (people, margin) => `若转化同样多，要确认转化至多减少 ${percent(margin)}，需要 ${whole(people)} 人。`,
    planned: ({ people, days, read, goal }) => {
      const time = days === null ? '' : `${whole(days)} 天内 `;
      const what = goal === null ? '' : `，要看出${DECIDING[goal.decide]}提高 ${percent(goal.effect)}`;
      return `计划：${time}${whole(people)} 人${what}，${READ[read]}。`;
    },
    allThere: '人数已全部到齐。',
    there: (people, part) => `其中 ${whole(people)} 人（${percent(part)}）已到。`,
    rest: (days, isLate) => `按此速度，其余的人大约还需要 ${whole(days)} 天${isLate ? '，晚于计划' : ''}。`,
    knownOfArm: ({ arm, people, days }) =>
      `人工规则的表现来自“${arm}”组的 ${whole(people)} 人，历时 ${whole(days)} 天。`,
    knownOfShadow: ({ shadow, people, offered, treated, heldOut }) =>
      `现状来自影子运行“${shadow}”：它看到的 ${whole(people)} 人中有 ${percent(offered)} 得到优惠；他们按至今得到优惠的 ${whole(treated)} 人计算，其余的人按留作对照的 ${whole(heldOut)} 人计算。`,
  },
  holdout,
};

/** What the ledger calls who got an offer, and who was held out of one. */
const SIDES = new Map([
  ['treated', '优惠组'],
  ['held-out', '对照组'],
]);

function group(arm: string): string {
  return SIDES.get(arm) ?? zh`${arm} 组`;
}

function shipped(arm: string): string {
  return arm === 'treated' ? '优惠' : arm;
}

function cameTo(arms: readonly CameToArm[]): string {
  return arms
    .map(({ arm, people, share: part, planned }) => {
      return zh`${group(arm)} ${whole(people)} 人（${share(part)}，计划 ${share(planned)}）`;
    })
    .join('、');
}

function inSeveral({ some, people }: PartOfPeople): string {
  return `${whole(people)} 人中有 ${whole(some)} 人出现在多个组中`;
}

function needed({ people, conversions }: LeastPeople): string {
  return `至少 ${people} 人和 ${conversions} 次转化`;
}

function allEffects(effects: readonly EffectSubject[]): string {
  return `${effects.map(effectWords).join('；')}。`;
}

function effectWords({ arm, figure, unit, difference, relative, control }: EffectSubject): string {
  const written = unit === 'money' ? money : unit === 'share' ? share : number;
  const sign = difference.value < 0 ? '' : '+';
  const ofControl = relative === null ? '' : `，相对 ${sign}${share(relative)}`;
  const interval = `[${written(difference.lower)}, ${written(difference.upper)}]`;
  return zh`${group(arm)}的${FIGURES[figure]}与对照的 ${written(control)}相差 ${sign}${written(difference.value)} ${interval}${ofControl}`;
}

function efficiencyWords({ arm, conversion, control, margin, profit, cost }: EfficiencySubject): string {
  return [
    zh`${group(arm)}的${FIGURES.conversion}与对照的 ${share(control)}相差 ${signed(conversion, share)}（允许少其中的 ${share(margin)}）`,
    ...(profit === null ? [] : [`${FIGURES.profit}相差 ${signed(profit, money)}`]),
    ...(cost === null ? [] : [`${FIGURES.cost}相差 ${signed(cost, money)}`]),
  ].join('，');
}

/** "从 4% 到 4.4%". */
function changeWords({ of, from, to }: PlannedEffect): string {
  const written = of === 'share' ? (value: number) => percent(rounded(value, 4)) : amount;
  return zh`从 ${written(from)}到 ${written(to)}`;
}
