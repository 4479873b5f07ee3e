import { fixedWords } from '#strata/kernel';
import { type BacktestPhrases } from './english.js';

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
};

function whole(value: number): string {
  return fixedWords(value, 0);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${whole(Math.abs(value))}`;
}
