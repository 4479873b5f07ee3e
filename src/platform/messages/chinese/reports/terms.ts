import { type Entries } from '../../catalogue.js';

/** What foretells the value of customers: alone in a cell, and inside of sentences. */
export const WAYS_OF_VALUE: Entries = {
  'Lifetime value ({model})': '客户价值模型（{model}）',
  'lifetime value ({model})': '客户价值模型（{model}）',
  'Own rate': '每个人照旧',
  'own rate': '每个人照旧',
  Regression: '回归模型',
  regression: '回归模型',
};

/** What fills the holes of reports. */
export const REPORT_TERMS: Entries = {
  '{count} people': '{count}人',
  '1 purchase': '1 次购买',
  '{count} purchases': '{count}次购买',
  '{count} purchases ({from} to {to})': '{count}次购买（{from}至{to}）',
  '{value} ({from} to {to})': '{value}（{from}至{to}）',
  ...WAYS_OF_VALUE,
  'more exact': '更准确',
  'less exact': '更不准确',
  'no more exact for sure': '不能确定更准确',
  better: '更好',
  worse: '更差',
  'no better for sure': '不能确定更好',
  '{channel} ({from} to {to} for each 1 spent)': '{channel}（每花费 1 回报{from}至{to}）',
  '{channel} and {other} move together (correlation {correlation})':
    '{channel}与{other}同步变动（相关系数{correlation}）',
  '{channel} and {other} move against each other (correlation {correlation})':
    '{channel}与{other}反向变动（相关系数{correlation}）',
  'trend, season and controls say when it is spent ({share} of its ups and downs)':
    '何时花费由趋势、季节和控制变量决定（占其起伏的{share}）',
  'its spend is next to the same every week (it varies by {share})': '每周花费几乎相同（变化{share}）',
  'what it brings is lost in what moves the weeks besides': '它带来的结果淹没在其他影响之中',
};
