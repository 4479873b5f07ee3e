import { type FactDefinition, type FactValue, type Follower, followerOf } from '../../index.js';
import { type Phrases } from '../english/english.js';
import { isMoney, isShare, spaced } from '../subjects/names.js';
import { figures } from './figures.js';
import { joined, zh } from './joining.js';

/** What people do, of the events that shops are used to send; others are called by their names. */
const DEEDS: Readonly<Record<string, string>> = {
  cart_updated: '更新购物车',
  checkout_started: '开始结账',
  coupon_redeemed: '使用优惠券',
  coupon_viewed: '查看优惠券',
  message_clicked: '点击消息',
  message_opened: '打开消息',
  message_sent: '收到消息',
  order_placed: '下单',
  order_returned: '退货',
  product_viewed: '浏览商品',
  purchase_made: '购买',
  registered: '注册',
  signed_up: '注册',
  visited: '访问',
};

/** What somebody did, such as 下单; undefined of an event that is not commonly known. */
export function knownDeed(event: string): string | undefined {
  return Object.hasOwn(DEEDS, event) ? DEEDS[event] : undefined;
}

export function deed(event: string): string {
  return knownDeed(event) ?? `发生“${spaced(event)}”事件`;
}

const value: Phrases['facts']['value'] = (given, definition) => {
  if (Array.isArray(given))
    return joined(
      given.map((item) => value(item, definition)),
      'and',
    );
  if (typeof given === 'number') {
    if (isMoney(definition)) return figures.amount(given, definition?.unit === 'money' ? undefined : definition?.unit);
    return isShare(definition) ? figures.percent(given) : figures.number(given);
  }
  if (typeof given === 'boolean') return given ? '是' : '否';
  if (given === null) return '空';
  if (given === undefined) return '未知';
  if (typeof given === 'string') return given === '' ? '空文本' : given;
  return JSON.stringify(given);
};

const UNITS: Readonly<Record<string, string>> = {
  days: '天',
  hours: '小时',
  minutes: '分钟',
  months: '个月',
  weeks: '周',
  years: '年',
};

/** A value with its unit: "30 岁", "180 天". */
export function measured(given: unknown, definition: FactDefinition | undefined): string {
  const text = value(given, definition);
  const unit = definition?.unit;
  if (typeof given !== 'number' || unit === undefined || isMoney(definition) || unit === 'share') return text;
  if (unit === 'years' && definition?.words.includes('年龄') === true) return `${text} 岁`;
  return zh`${text} ${UNITS[unit] ?? unit}`;
}

const name: Phrases['facts']['name'] = (fact, catalogue) => {
  const own = ownName(fact, catalogue);
  return fact.path === undefined || fact.path === '' || fact.path === '$' ? own : `${own}（${fact.path}）`;
};

function ownName({ fact, params }: FactValue, catalogue: Parameters<typeof name>[1]): string {
  if (fact === 'events' && typeof params?.['name'] === 'string') return eventsName(params);
  if (fact === 'score' && typeof params?.['model'] === 'string') {
    return zh`模型 ${params['model']} 给出的${params['as'] === 'rank' ? '排名' : '概率'}`;
  }
  return Object.hasOwn(catalogue, fact) ? (catalogue[fact]?.words ?? fact) : spaced(fact);
}

const MEASURES: Readonly<Record<string, string>> = {
  sum: '总和',
  mean: '平均值',
  min: '最小值',
  max: '最大值',
  distinct: '不同值的个数',
};

function eventsName(params: NonNullable<FactValue['params']>): string {
  const { name: event, measure = 'count', property } = params;
  const events = zh`${windowOf(params)}“${knownDeed(String(event)) ?? spaced(String(event))}”事件${detailsOf(params)}`;
  if (measure === 'count') return `${events}的次数`;
  if (measure === 'daysSinceLast') return `距最近一次${events}的天数`;
  if (measure === 'daysSinceFirst') return `距第一次${events}的天数`;
  return zh`${events}的 ${value(property)} ${MEASURES[value(measure)] ?? value(measure)}`;
}

/** "最近 24 小时内", "24 小时前至 1 小时前之间", or '' where all time counts. */
export function windowOf({ within, ago }: NonNullable<FactValue['params']>): string {
  const from = typeof within === 'string' ? figures.duration(within) : undefined;
  const to = typeof ago === 'string' ? figures.duration(ago) : undefined;
  if (from === undefined) return to === undefined ? '' : `${to}之前`;
  return to === undefined ? `最近 ${from}内` : `${from}前至 ${to}前之间`;
}

/** Filters and what must not have followed, in parentheses. */
export function detailsOf({ where, without }: NonNullable<FactValue['params']>): string {
  const details: string[] = [];
  if (typeof where === 'object' && where !== null) {
    for (const [key, wanted] of Object.entries(where)) details.push(zh`${spaced(key)} 为${value(wanted)}`);
  }
  if (without !== undefined) details.push(followed(followerOf(without as string | Follower)));
  return details.length === 0 ? '' : `（${details.join('；')}）`;
}

function followed({ name: event, same }: ReturnType<typeof followerOf>): string {
  return same === undefined ? `此后未${deed(event)}` : zh`此后未以相同的 ${spaced(same)} ${deed(event)}`;
}

const told: Phrases['facts']['told'] = (fact, catalogue) => {
  const called = name(fact, catalogue);
  const isWhole = (fact.path ?? '') === '';
  const definition = isWhole && Object.hasOwn(catalogue, fact.fact) ? catalogue[fact.fact] : undefined;
  const isScore = isWhole && fact.fact === 'score';
  return (actual) =>
    `${called}：${isScore && typeof actual === 'number' ? figures.percent(actual) : measured(actual, definition)}`;
};

export const facts: Phrases['facts'] = { name, told, value };
