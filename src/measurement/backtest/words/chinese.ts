import { zh } from '#strata/engine/words';
import { fixedWords, numberWords } from '#strata/kernel';
import { type BacktestPhrases } from './english.js';
import { type LadderLevelId } from '../ladder/ladder.js';
import { type BacktestPlan } from '../report.js';
import { type ToldInterval } from './ladder-subjects.js';

const LEVELS: Readonly<Record<LadderLevelId, string>> = {
  everybody: '所有人',
  segment: '人群',
  trigger: '触发条件',
  predictive: '模型',
  'human rule': '人工规则',
};

/** What a backtest says once it compared, in Chinese. */
export const CHINESE: BacktestPhrases = {
  compared: ({ plan, people, strategy, humanRule, ahead, standing }) => {
    const profits = `${whole(strategy)} 对 ${whole(humanRule)}`;
    const difference = `${signed(ahead.value)} [${signed(ahead.lower)}, ${signed(ahead.upper)}]`;
    const who = plan.by === 'audience' ? `同样是 ${whole(people)} 人` : `同样的预算 ${whole(plan.budget)}`;
    return {
      ahead: `${who}，策略的利润高于人工规则：${profits}，相差 ${difference}。`,
      behind: `${who}，策略的利润低于人工规则：${profits}，相差 ${difference}。`,
      draw: `${who}，策略与人工规则不相上下：${profits}，相差 ${difference}，可能只是偶然。`,
    }[standing];
  },
  obstacles: {
    random: '随机选择的利润高于策略：模型和规则都没有选好。',
    'response model': '仅用响应模型的利润就高于策略：策略排除或选中的人在亏钱，请修改策略。',
    behind: '请继续使用人工规则。',
    draw: '人工规则同样好：模型的价值只在于节省人力，这需要有人署名特批。',
    'draw with random': '与随机选择同样多的人相比不相上下：是规则选得差，而不是模型选得好。',
    loses: '它仍然亏钱：请不要向这些人群发放这个优惠。',
    'random rows':
      '模型是从随机抽取的行学习的，不只是从过去学习，随机的行会高估模型：请用 "split": {"by": "time"} 训练后再运行一次。',
    'no time': '历史数据没有说明事情发生的时间，随机的行会高估模型：只有更晚的时期才能通过。',
  },
  next: {
    incremental: '下一项证明是在真实用户上做实验。',
    gross: '无法得知谁本来就会转化，因此这些是毛数。下一项证明是带有对照组的实验。',
  },
  selectors: {
    strategy: '按策略原样选择',
    random: '随机选择',
    'response model': '有优惠时最可能转化的人',
    'two-model method': (leftOut) =>
      leftOut === 0
        ? '不排除任何人（由验证数据选定）：只用响应模型'
        : zh`先按自然购买模型排除前 ${Math.round(100 * leftOut)}%（由验证数据选定），再用响应模型`,
  },
  levels: {
    everybody: '历史中的所有人',
    segment: '属于人群的人',
    trigger: '触发了条件的人',
    predictive: '模型从中选出的人',
  },
  equal,
  layers: (alike, steps) =>
    steps.length === 0
      ? '这段历史无法区分各层。'
      : `${equal(alike)}，各层增加的利润：${steps.map(({ level, profit }) => zh`${LEVELS[level]} ${gain(profit)}`).join('；')}。`,
  models: (models) => {
    if (models === null) return '无法得知模型的效果。';
    const { basis, by, from, growth, besideHumanRule } = models;
    const kind = basis === 'gross' ? '收入' : '增量收入';
    const claim = from === 'trigger' ? '（业内报告为 200% 至 300%）' : '';
    const human = besideHumanRule === null ? '' : `；与人工规则相比，利润 ${gain(besideHumanRule)}`;
    return `与${LEVELS[from]}相比，${by === 'budget' ? '花费' : '人数'}相同时，模型带来的${kind}${more(growth)}${claim}${human}。`;
  },
  everybodyOffered:
    '这段历史中每个人都得到了优惠，没有人能说明不发优惠会怎样：本来就会购买的人也算作收益，因此找到这类人的层看起来比实际更好。',
};

function equal(alike: BacktestPlan): string {
  return alike.by === 'budget' ? `同样的预算 ${whole(alike.budget)}` : `同样是 ${whole(alike.audience)} 人`;
}

/** " +140% [80%, 210%]". */
function more({ value, lower, upper }: ToldInterval): string {
  if (![value, lower, upper].every(Number.isFinite)) return '增幅未知';
  const percent = (share: number) => `${numberWords(Math.round(100 * share))}%`;
  return ` ${value < 0 ? '' : '+'}${percent(value)} [${percent(lower)}, ${percent(upper)}]`;
}

function gain({ value, lower, upper }: ToldInterval): string {
  const isDraw = lower <= 0 && upper >= 0;
  return `${signed(value)} [${signed(lower)}, ${signed(upper)}]${isDraw ? '（不相上下）' : ''}`;
}

function whole(value: number): string {
  return fixedWords(value, 0);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${whole(Math.abs(value))}`;
}
