import { describe, expect, it } from 'vitest';
import { comparedVerdict, type ComparedGrounds, type Ladder, ladderSentences } from '../backtest/index.js';
import { backtestTeller } from './backtest-teller.js';
import { reportIn } from './report-in.js';

const estimate = (value: number, reach: number) => ({ value, lower: value - reach, upper: value + reach, level: 0.95 });

const ahead = (value: number) => ({ profit: estimate(value, 50) });

interface ToldSelectors {
  readonly verdict: { readonly outcome: string; readonly sentences: readonly string[] };
  readonly selectors: readonly { readonly title: string; readonly profit: unknown }[];
  readonly notes: readonly string[];
}

/** @param lead of the strategy: over the human rule, and over chance */
function grounds(lead: readonly [number, number], change: Partial<ComparedGrounds> = {}): ComparedGrounds {
  const profit = estimate(900, 100);
  return {
    selectors: [
      { selector: 'strategy', audience: 1200.4, profit, strategyAhead: null },
      { selector: 'human rule', audience: 1200, profit, strategyAhead: ahead(lead[0]) },
      { selector: 'random', audience: 1200, profit, strategyAhead: ahead(lead[1]) },
    ],
    basis: 'incremental',
    plan: { by: 'audience', audience: 1200, share: 0.2 },
    outOfTime: true,
    hasTime: true,
    ...change,
  };
}

const losing = grounds([100, 100]).selectors.map((one) => ({ ...one, profit: estimate(-500, 100) }));
const response = {
  selector: 'response model',
  audience: 1200,
  profit: estimate(0, 1),
  strategyAhead: ahead(-100),
} as const;

const CASES: Readonly<Record<string, readonly [ComparedGrounds, string]>> = {
  passes: [grounds([100, 100]), 'The next proof is an experiment on real people.'],
  'passes without a control': [grounds([100, 100], { basis: 'gross' }), 'so these figures are gross'],
  'is behind the human rule': [grounds([-100, 100]), 'Keep the human rule.'],
  'is no better': [grounds([0, 100], { plan: { by: 'budget', budget: 5000 } }), 'The human rule does as well'],
  'is behind chance': [grounds([100, -100]), 'A random choice earns more'],
  'is a draw with chance': [grounds([100, 0]), 'Beside a random choice'],
  'is behind the response model': [
    grounds([100, 100], { selectors: [...grounds([100, 100]).selectors, response] }),
    'The response model alone earns more',
  ],
  'loses money': [grounds([100, 100], { selectors: losing }), 'It still loses money'],
  'learned from random rows': [grounds([100, 100], { outOfTime: false }), 'random rows flatter a model: train'],
  'knows no time': [grounds([100, 100], { outOfTime: false, hasTime: false }), 'only a later period can pass'],
};

describe.each(Object.entries(CASES))('a backtest of a strategy that %s', (_, [made, says]) => {
  const { outOfTime, hasTime, ...compared } = made;
  const verdict = comparedVerdict(made);
  const report = {
    ...compared,
    selectors: made.selectors.map((one) => ({ ...one, title: one.selector === 'human rule' ? '人工' : 'anybody' })),
    ...{ sweep: null, history: { outOfTime, period: hasTime ? { column: 'sentAt' } : null }, verdict },
    notes: ['the trigger is not replayed: the rows are taken as people who had set it off'],
  };
  const stored = JSON.parse(JSON.stringify(report)) as Readonly<Record<string, unknown>>;
  const told = (language: 'en' | 'zh') =>
    backtestTeller.tell(stored, { language, facts: {}, document: null, version: {} as never });

  it('is in English what it was when it was made', () => {
    expect(verdict?.sentences[1]).toContain(says);
    expect(told('en')).toEqual(stored);
  });

  it('is told in Chinese', () => {
    const { verdict: again, ...rest } = told('zh') as unknown as ToldSelectors;
    expect(again.outcome).toBe(verdict?.outcome);
    const said = [...again.sentences, ...rest.selectors.map(({ title }) => title), ...rest.notes].join(' ');
    expect(said.replace('"split": {"by": "time"}', '')).not.toMatch(/[A-Za-z]/);
    expect(rest.selectors.map(({ profit }) => profit)).toEqual(made.selectors.map(({ profit }) => profit));
  });
});

it('stays as it is where an old report lacks the figures', () => {
  const stored = { verdict: { outcome: 'passes', sentences: ['It passes.', 'Go on.'] } };
  const telling = { language: 'zh', facts: {}, document: null, version: {} as never } as const;
  expect(backtestTeller.tell(stored, telling)).toEqual(stored);
});

it('says in Chinese why a history compares nothing, which is kept as text', () => {
  const verdict = {
    outcome: 'not enough data',
    sentences: [
      'The offers of this history were not given at random: those who got an offer stand 0.41 standard deviations higher in the response model than those who got none.',
      'The recorded probabilities do not explain it: find out how the offers were given.',
    ],
  };
  const { outOfTime, selectors, basis, plan } = grounds([100, 100]);
  const titled = selectors.map((one) => ({ ...one, title: 'anybody' }));
  const report = { basis, plan, selectors: titled, sweep: null, history: { outOfTime, period: null }, verdict };
  expect(reportIn(report, 'zh')['verdict']).toEqual({
    outcome: 'not enough data',
    sentences: [
      '这段历史中的优惠不是随机发放的：得到优惠的人在响应模型上比没有得到的人高 0.41 个标准差。',
      '记录的概率不能解释这一点：请查明优惠是如何发放的。',
    ],
  });
});

const step = (from: Ladder['levels'][number]['level'], profit: number, value = 0.5) => ({
  ...{ from, profit: estimate(profit, 50), value: estimate(value, 0.2) },
});
const LEVELS = [
  { level: 'everybody', title: 'everybody in the history', step: null },
  { level: 'segment', title: 'who is in the segment', step: step('everybody', 1200) },
  { level: 'trigger', title: 'who set the trigger off', step: step('segment', 20) },
  { level: 'predictive', title: 'whom the models pick among them', step: step('trigger', 300) },
  { level: 'human rule', title: '人工', step: step('human rule', -90) },
] as const;
type Level = Pick<Ladder['levels'][number], 'level' | 'title' | 'step'>;

const NOTE = 'everybody of "everybody" in this history is in "segment", too: what that step earns cannot be seen';

/** What is told of a ladder, as it is stored. */
function ladder(levels: readonly Level[], basis: Ladder['basis'], equal: Ladder['equal']) {
  return {
    ...{ levels, basis, equal, sentences: ladderSentences(levels, equal, basis), notes: [NOTE] },
    obstacle: basis === 'gross' ? 'Everybody in this history got an offer, so that nobody shows …' : null,
  };
}

const LADDERS: Readonly<Record<string, readonly [ReturnType<typeof ladder>, readonly string[]]>> = {
  'all levels': [
    ladder(LEVELS, 'incremental', { by: 'audience', audience: 1200, share: 0.1 }),
    [
      '同样是 1,200 人，各层增加的利润：人群 +1,200 [+1,150, +1,250]；触发条件 +20 [−30, +70]（不相上下）；模型 +300 [+250, +350]。',
      '与触发条件相比，人数相同时，模型带来的增量收入 +50% [30%, 70%]（业内报告为 200% 至 300%）；与人工规则相比，利润 −90 [−140, −40]。',
    ],
  ],
  'no control and a budget': [
    ladder([LEVELS[0], { ...LEVELS[3], step: step('everybody', 300, Number.NaN) }], 'gross', {
      by: 'budget',
      budget: 5000,
    }),
    [
      '同样的预算 5,000，各层增加的利润：模型 +300 [+250, +350]。',
      '与所有人相比，花费相同时，模型带来的收入增幅未知。',
    ],
  ],
  'one level': [
    ladder([LEVELS[0]], 'incremental', { by: 'audience', audience: 10, share: 1 }),
    ['这段历史无法区分各层。', '无法得知模型的效果。'],
  ],
};

it.each(Object.entries(LADDERS))('a ladder with %s is told in Chinese by its figures', (_, [made, sentences]) => {
  const stored = JSON.parse(JSON.stringify(made)) as Readonly<Record<string, unknown>>;
  expect(reportIn(stored, 'en')).toBe(stored);
  const told = reportIn(stored, 'zh') as unknown as typeof made;
  expect(told.sentences).toEqual(sentences);
  expect([...told.levels.map(({ title }) => title), told.obstacle ?? ''].join('')).not.toMatch(/[A-Za-z]/);
  expect(told.notes).toEqual(['这段历史中，“所有人”这一层的每个人也都在“人群”这一层：看不出这一步的收益']);
});
