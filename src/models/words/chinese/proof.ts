import { zh } from '#strata/engine/words';
import { fixedWords } from '#strata/kernel';
import { type ModelPhrases } from '../english/english.js';
import { fourDigits, range, times, turnedRound } from '../subjects/figures.js';
import { type FailureWord, type StandingWord } from '../subjects/subjects.js';
import { list, percent, quoted } from './figures.js';

export const stages: ModelPhrases['stages'] = {
  meaning: {
    validated: '在未参与学习的用户上评估',
    backtested: '在历史数据上与人工规则比较',
    live: '在真实用户的实验中与人工规则比较',
  },
  commands: (first, last) => `${first}，最后 ${last}`,
};

const STANDINGS: Readonly<Record<StandingWord, (other: string) => string>> = {
  ahead: (other) => `胜过${other}`,
  draw: (other) => `与${other}不相上下`,
  behind: (other) => `不如${other}`,
};

const FAILURES: Readonly<Record<Exclude<FailureWord, 'leakage'>, string>> = {
  'human rule': '人工规则更好',
  champion: '冠军更好',
  calibration: '概率不可信',
  'as chance': '与随机猜测没有区别',
  'wrong way round': '排序方向相反',
  'worse than the mean': '不如总是取平均值',
};

export const verdict: ModelPhrases['verdict'] = {
  passes: (human, champion, suspects) => {
    const parts = [
      '优于随机猜测',
      ...(human === null ? [] : [STANDINGS[human]('人工规则')]),
      ...(champion === null ? [] : [STANDINGS[champion]('冠军')]),
    ];
    const suspicion = suspects.length === 0 ? '' : `，但请先查看${quoted(suspects)}`;
    return `通过${suspicion}：${parts.join('，')}。`;
  },
  fails: (failures, suspects) => {
    const told = failures.map((failure) =>
      failure === 'leakage' ? `${quoted(suspects)}可能在结果出现之后才知道` : FAILURES[failure],
    );
    return `未通过：${told.join('；')}。`;
  },
  explains: ({ value, lower, upper }) =>
    `能解释用户之间 ${percent(value)} 的差异 [${percent(lower)} 至 ${percent(upper)}]`,
  ranks: ({ value, lower, upper }, turned) => {
    const wrong = turned ? '：排序方向相反，它认为会转化的用户反而不会' : '';
    return `任取一位会转化和一位不会转化的用户，100 次中有 ${times(value, 1)} 次能把会转化的排在前面 [${times(lower, 1)} 至 ${times(upper, 1)}]；抛硬币是 50 次${wrong}`;
  },
  humanRule: (standing, title) =>
    ({
      ahead: `排序优于人工规则“${title}”`,
      draw: `与人工规则“${title}”难分高下：请使用规则，或收集更多数据`,
      behind: `人工规则“${title}”的排序更好：请使用规则`,
    })[standing],
  champion: (standing, version, rows) =>
    ({
      ahead: `在相同的 ${rows} 行上优于冠军（版本 ${version}）`,
      draw: `在相同的 ${rows} 行上与冠军（版本 ${version}）难分高下`,
      behind: `在相同的 ${rows} 行上冠军（版本 ${version}）更好`,
    })[standing],
  calibration: (error, reading) => {
    const off = `概率平均偏差 ${times(error, 1)} 个百分点`;
    return {
      holds: `${off}，不超过完美模型的偶然误差`,
      harmless: `${off}：超过偶然误差，但小得没有影响`,
      off: `${off}：不能把阈值 0.9 当作“十人中有九人”`,
    }[reading];
  },
};

const SIGNS: Readonly<Record<string, (value: number) => string>> = {
  'predicts alone': (value) => `仅凭它几乎就能得出结果：${fixedWords(value, 3)}`,
  'stands out': () => '仅凭它就远胜于其他特征',
  'gives both answers away': (value) => `在 ${percent(value, 1)} 的行中，仅凭它的取值几乎就能得出结果`,
  'filled in by outcome': (value) => zh`仅凭它是否为空，AUC 就达 ${fixedWords(value, 3)}`,
  'said later': (value) => `在该时刻之后才得知它的比例，有结果的用户比其他用户高 ${times(value, 1)} 个百分点`,
  'filled in together': (value) =>
    `它与另一些列恰好在相同的 ${percent(value, 1)} 的行中为空：它们是在哪一步、什么时候填写的？`,
  'holds the latest': (value) =>
    zh`从名称看，它是某件事最近一次的值，仅凭它 AUC 就达 ${fixedWords(value, 3)}：是截至什么时候的？`,
};

export const leakage: ModelPhrases['leakage'] = {
  sign: ({ kind, value, words }) => SIGNS[kind]?.(value) ?? words,
  suspect: (feature, sign, known) =>
    `“${feature}”可能在结果出现之后才知道（${sign}）${known === null ? '' : `，文档说明它事先已知：${known}`}`,
  more: (count) => `另有 ${count} 个特征也是如此`,
  advice: '请去掉这些特征，或在文档的“knownBeforehand”中说明为什么事先就能知道',
  check: (parts) => parts.join('；'),
};

export const rivals: ModelPhrases['rivals'] = { byChance: '随机' };

const RIVALS = { 'response model': '响应模型', 'human rule': '人工规则' } as const;

export const uplift: ModelPhrases['uplift'] = {
  titles: {
    model: (treatment) => zh`按 ${treatment} 带来的变化`,
    response: (treatment, of) =>
      of === 'success' ? zh`按得到 ${treatment} 时的转化概率` : zh`按得到 ${treatment} 时的预期值`,
    random: '随机',
    choice: '模型认为效果最好的',
    everybody: (treatment) => zh`对所有人都用 ${treatment}`,
    nothing: '不触达',
  },
  nothingToCompare: '没有可以比较的。',
  nothingToChoose: '没有可以选择的。',
  rivalWins: (treatment, rival, qini, model, ahead) => {
    const gap = `Qini ${fourDigits(qini.value)} 对 ${fourDigits(model.value)}，模型落后 ${range(turnedRound(ahead), fourDigits)}`;
    const advice = rival === 'human rule' ? '请使用规则。' : '请改为按触达后的转化概率排序，效果交给金额计算。';
    return `${treatment}：${RIVALS[rival]}在这里胜出：${gap}。${advice}`;
  },
  wrongWayRound: (treatment, qini) =>
    `${treatment}：模型的排序方向相反，被排在最后的用户变化最大（Qini ${range(qini, fourDigits)}）。请不要使用。`,
  nobody: (treatment, qini) =>
    `${treatment}：没有任何排序能与随机区分开（模型的 Qini ${range(qini, fourDigits)}）：触达对所有人的作用都一样，或者行数太少。请按整体效果决定触达所有人还是都不触达。`,
  draw: (treatment, close, ahead) => {
    const gap = ahead === null ? '' : ` ${range(ahead, fourDigits)}`;
    const names = list(close.map((rival) => RIVALS[rival]));
    return `${treatment}：不相上下，按 Qini 无法区分模型与${names}${gap === '' ? '' : `（相差${gap}）`}。请收集更多数据，或使用较简单的一种。`;
  },
  modelWins: (treatment, qini, beaten) => {
    const than = ['优于随机', ...beaten.map(({ rival, ahead }) => `比${RIVALS[rival]}高 ${range(ahead, fourDigits)}`)];
    return `${treatment}：模型胜出，Qini ${range(qini, fourDigits)}，${than.join('，')}。`;
  },
  notRandom: (treatment, found, effect, of, weighting) =>
    `${treatment}：被触达的用户不是随机抽取的：${found}。被触达者比对照组高 ${range(effect, change(of))}，但两边本来就是不同的人：这不是效果，这里什么也没有证明。${weighting}`,
  noWeighting: (reason) => `加权也无法弥补：${reason}。请使用随机留出一部分人不触达的数据。`,
  weighted: (effect, of, treated, controls) =>
    `加权使两边在已知方面相似之后（相当于 ${fixedWords(treated, 0)} 位被触达者和 ${fixedWords(controls, 0)} 位对照），变化为 ${range(effect, change(of))}；未知方面仍可能不同。`,
  choice: (standing, rival, { of, model, rival: theirs, ahead }) => {
    const name = rival.kind === 'human rule' ? `人工规则（${rival.title}）` : `“${rival.title}”`;
    const outcome = (value: number) => (of === 'success' ? percent(value, 2) : fixedWords(value, 2));
    const gap = `${of === 'success' ? '转化率' : '平均'} ${outcome(model)} 对 ${outcome(theirs)}，相差 ${range(ahead, change(of))}`;
    return {
      ahead: `选择：模型胜过${name}，因而也胜过其他所有方法：${gap}。`,
      draw: `选择：模型没有胜过${name}：${gap}。请使用较简单的一种。`,
      behind: `选择：${name}优于模型：${gap}。`,
    }[standing];
  },
  choiceNotRandom: (treatments) => zh`选择：什么也没有证明，因为得到 ${treatments.join('、')} 的用户不是随机抽取的。`,
};

export const balance: ModelPhrases['balance'] = {
  alike: (told) => `被触达者与对照组相似：${told}`,
  classifier: ({ value, lower, upper }) =>
    `分类器在 100 次中有 ${times(value)} 次能区分两边 [${times(lower)} 至 ${times(upper)}]，抛硬币是 50 次`,
  apart: (told, difference) => `${told}；${difference}`,
  difference: (name, difference) =>
    zh`被触达者的 ${name} ${difference > 0 ? '高' : '低'} ${fixedWords(Math.abs(difference), 2)} 个标准差`,
  evenWeighted: (difference) => `即使加权，${difference}`,
  fewRows: (rows, effective, needed) =>
    `${rows} 行只相当于 ${fixedWords(effective, effective < 100 ? 1 : 0)} 行，至少需要 ${needed} 行`,
  oneRow: (share) => `有一行占了 ${percent(share)} 的权重：结果会由它一行决定`,
};

function change(of: 'success' | 'value'): (value: number) => string {
  return of === 'success' ? (share) => `${fixedWords(100 * share, 2)} 个百分点` : (value) => fixedWords(value, 2);
}
