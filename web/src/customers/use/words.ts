import { byName, inLanguages } from '../../words/language.js';

/** What is done with what analyses found out. */
export const WORDS = inLanguages(
  {
    title: 'Use it in rules',
    sentence:
      'What each run says about a person can be asked for as a fact. A segment of it is chosen in a strategy, and a campaign sends what the strategy offers.',
    output: 'What it says',
    fact: 'Fact',
    outputs: byName({
      recency: 'days since the last purchase',
      frequency: 'number of purchases',
      monetary: 'what the purchases were worth',
      score: 'scores of recency, frequency and value',
      segment: 'segment by recency and frequency',
      expectedPurchases: 'expected purchases',
      expectedValue: 'expected value',
      stillBuying: 'probability of still buying',
      stage: 'stage by the model',
      persona: 'persona',
    }),
    makeFact: (what: string) => `Make a fact of it: ${what}`,
    makeFactShort: 'Make a fact of it',
    make: 'Make a segment of it',
    segments: 'Make a segment of',
  },
  {
    title: '在规则中使用',
    sentence:
      '每次运行得出的关于每个人的结果，都可以作为事实使用。用它建立的人群可以在策略中选择，营销活动再发出策略给出的优惠。',
    output: '得出的结果',
    fact: '事实',
    outputs: byName({
      recency: '距上次购买的天数',
      frequency: '购买次数',
      monetary: '购买金额',
      score: '近度、频度和金额的评分',
      segment: '按近度和频度的分群',
      expectedPurchases: '预期购买次数',
      expectedValue: '预期价值',
      stillBuying: '仍会购买的概率',
      stage: '模型判断的阶段',
      persona: '客群',
    }),
    makeFact: (what: string) => `为其建立事实：${what}`,
    makeFactShort: '建立事实',
    make: '用它建立人群',
    segments: '建立人群',
  },
);
