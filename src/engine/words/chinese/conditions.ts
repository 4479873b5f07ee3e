import { basisOf } from '../../facts/index.js';
import { type EventQuery, type FactCatalogue, type FactValue } from '../../index.js';
import {
  type Comparison,
  isOfFormat,
  isOfTime,
  isOrdering,
  oppositeOf,
  type Ordering,
  type Predicate,
  turned,
  withoutNegation,
} from '../subjects/comparison.js';
import { type Phrases } from '../english/english.js';
import { deed, detailsOf, facts, knownDeed, measured, windowOf } from './facts.js';
import { figures } from './figures.js';
import { joined, zh } from './joining.js';

type Params = NonNullable<FactValue['params']>;

const predicate: Phrases['conditions']['predicate'] = (comparison, catalogue) => {
  const said =
    (comparison.decorators.length > 0 ? quantified(comparison, catalogue) : idiomOf(comparison)) ??
    ofName(facts.name(comparison.fact, catalogue), comparison, catalogue);
  return comparison.isNegated ? turned(said) : said;
};

/** 城市为上海: fits every fact. */
function ofName(name: string, comparison: Comparison, catalogue: FactCatalogue): Predicate {
  if (comparison.operator === null) return custom(name, comparison);
  if (comparison.operator === 'exists' && comparison.definition?.type === 'boolean') {
    const known = { holds: `已知是否“${name}”`, fails: `不知是否“${name}”` };
    return comparison.value === false ? turned(known) : known;
  }
  const { holds, fails } = testOf(comparison, catalogue);
  return { holds: zh`${name}${holds}`, fails: zh`${name}${fails}` };
}

function custom(name: string, { written, value, other }: Comparison): Predicate {
  const test = zh`“${written}”${other === undefined ? facts.value(value) : facts.name(other, {})}`;
  return { holds: zh`${name}满足${test}`, fails: zh`${name}不满足${test}` };
}

function quantified(comparison: Comparison, catalogue: FactCatalogue): Predicate {
  const { decorators, operator, value } = comparison;
  const name = facts.name(comparison.fact, catalogue);
  const [only] = decorators;
  if (decorators.length > 1 || only === undefined || operator === null) return asWritten(name, comparison);
  const { holds } = testOf(comparison, catalogue);
  if (only === 'someFact') return { holds: zh`${name}中至少有一项${holds}`, fails: zh`${name}中没有一项${holds}` };
  if (only === 'everyFact') return { holds: zh`${name}中每一项都${holds}`, fails: zh`${name}中并非每一项都${holds}` };
  if (!Array.isArray(value) || only === 'swap') return asWritten(name, comparison);
  const bare = { ...comparison, decorators: [], isNegated: false };
  const parts = value.map((item: unknown) => predicate({ ...bare, value: item }, catalogue));
  if (parts.length === 0 || parts.length > 5) return asWritten(name, comparison);
  const [some, every] = [joinedParts(parts, 'or'), joinedParts(parts, 'and')];
  return only === 'someValue' ? some : every;
}

function joinedParts(parts: readonly Predicate[], last: 'and' | 'or'): Predicate {
  const [holds, fails] = [parts.map((part) => part.holds), parts.map((part) => part.fails)];
  const opposite = last === 'and' ? 'or' : 'and';
  if (parts.length === 1) return { holds: clauses(holds, last), fails: clauses(fails, opposite) };
  return { holds: `（${clauses(holds, last)}）`, fails: `（${clauses(fails, opposite)}）` };
}

/** Nothing that a sentence could say better than the document does. */
function asWritten(name: string, { written, value }: Comparison): Predicate {
  const test = zh`以 ${JSON.stringify(value)} 进行的“${written}”检验`;
  return { holds: zh`${name}通过${test}`, fails: zh`${name}未通过${test}` };
}

/** What is said of a name: 为上海, 至少为 180 天, 包含 vip, 已知. */
function testOf(comparison: Comparison, catalogue: FactCatalogue): Predicate {
  const { operator, value, other } = comparison;
  const own = other === undefined ? ownValue(comparison) : facts.name(other, catalogue);
  const single = `${own}${caseOf(comparison)}`;
  switch (operator) {
    case 'equal':
      if (other !== undefined) return { holds: zh`与${single}相同`, fails: zh`与${single}不同` };
      return { holds: zh`为${single}`, fails: zh`不为${single}` };
    case 'notEqual':
      return turned(testOf({ ...comparison, operator: 'equal' }, catalogue));
    case 'in':
      return { holds: zh`为${alternatives(comparison, single)}`, fails: zh`不为${alternatives(comparison, single)}` };
    case 'notIn':
      return turned(testOf({ ...comparison, operator: 'in' }, catalogue));
    case 'contains':
      return { holds: zh`包含${single}`, fails: zh`不包含${single}` };
    case 'doesNotContain':
      return turned(testOf({ ...comparison, operator: 'contains' }, catalogue));
    case 'startsWith':
      return { holds: zh`以${single}开头`, fails: zh`不以${single}开头` };
    case 'endsWith':
      return { holds: zh`以${single}结尾`, fails: zh`不以${single}结尾` };
    case 'includesText':
      return { holds: zh`含有文字${single}`, fails: zh`不含有文字${single}` };
    case 'matches':
      return { holds: zh`符合表达式${single}`, fails: zh`不符合表达式${single}` };
    case 'exists':
      return value === false ? { holds: '未知', fails: '已知' } : { holds: '已知', fails: '未知' };
    case null:
      return { holds: zh`满足“${comparison.written}”${single}`, fails: zh`不满足“${comparison.written}”${single}` };
    default: {
      const bound = isOrdering(operator) ? boundOf(operator, single, isOfTime(comparison)) : version(operator, single);
      return { holds: bound, fails: `并非${bound}` };
    }
  }
}

/** Scores are shares. */
function ownValue({ fact, value, definition }: Comparison): string {
  return fact.fact === 'score' && typeof value === 'number' ? figures.percent(value) : measured(value, definition);
}

function boundOf(operator: Ordering, single: string, isTime: boolean): string {
  switch (operator) {
    case 'greaterThanInclusive':
      return isTime ? zh`不早于${single}` : zh`至少为${single}`;
    case 'greaterThan':
      return isTime ? zh`晚于${single}` : zh`大于${single}`;
    case 'lessThanInclusive':
      return isTime ? zh`不晚于${single}` : zh`至多为${single}`;
    case 'lessThan':
      return isTime ? zh`早于${single}` : zh`小于${single}`;
  }
}

const VERSIONS = {
  versionEqual: '为版本',
  versionLessThan: '早于版本',
  versionLessThanInclusive: '不晚于版本',
  versionGreaterThan: '晚于版本',
  versionGreaterThanInclusive: '不早于版本',
} as const;

function version(operator: keyof typeof VERSIONS, single: string): string {
  return zh`${VERSIONS[operator]}${single}`;
}

function caseOf({ ignoresCase }: Comparison): string {
  return ignoresCase ? '（不区分大小写）' : '';
}

function alternatives(comparison: Comparison, single: string): string {
  const { value, definition } = comparison;
  if (!Array.isArray(value)) return zh`${single}之一`;
  if (value.length === 0) return '空列表中的一项';
  const items = value.map((item) => measured(item, definition));
  return `${joined(items, 'or')}${caseOf(comparison)}`;
}

/** The idiom that fits the kind of fact, where there is one. */
function idiomOf(comparison: Comparison): Predicate | undefined {
  const { fact, definition, operator, other, value } = comparison;
  if (operator === null || !isOfFormat(operator)) return undefined;
  if ((fact.path ?? '') !== '' || other !== undefined) return undefined;
  if (fact.fact === 'events' && typeof fact.params?.['name'] === 'string') return events(comparison, fact.params);
  if (fact.fact === 'score' && typeof fact.params?.['model'] === 'string') return score(comparison, fact.params);
  if (definition === undefined || value === null) return undefined;
  if (definition.type === 'boolean') return flag(comparison, definition.words);
  if (definition.type === 'string' && PLACES.test(definition.words)) return residence(comparison);
  const basis = basisOf(definition);
  if (basis.of !== 'events') return undefined;
  const { measure } = basis.query;
  if (measure === 'daysSinceLast') return recency(comparison, basis.query);
  return measure === 'count' || measure === 'distinct' ? amount(comparison, definition.words) : undefined;
}

/** 订单数至少为 3 and 订单数小于 3: everybody has a count. */
function amount({ operator, value }: Comparison, words: string): Predicate | undefined {
  if (typeof value !== 'number' || !isOrdering(operator)) return undefined;
  const of = (ordering: Ordering) => {
    const isNone = (ordering === 'lessThan' && value === 1) || (ordering === 'lessThanInclusive' && value === 0);
    return zh`${words}${isNone ? '为 0' : boundOf(ordering, figures.number(value), false)}`;
  };
  return { holds: of(operator), fails: of(oppositeOf(operator)) };
}

const PLACES = /^(所在|居住)?(城市|城镇|省份|省|地区|国家|区县|州)$/;

function residence(comparison: Comparison): Predicate | undefined {
  const { operator, value } = comparison;
  if (operator !== 'equal' && operator !== 'notEqual' && operator !== 'in' && operator !== 'notIn') return undefined;
  const places = alternatives({ ...comparison, value: Array.isArray(value) ? value : [value] }, '');
  const lives = { holds: zh`居住在${places}`, fails: zh`不居住在${places}` };
  return operator === 'equal' || operator === 'in' ? lives : turned(lives);
}

/** How statements are denied, by how they begin. */
const DENIALS = [
  [/^已经?/, '未'],
  [/^有/, '没有'],
  [/^(?=[是会能可在愿])/, '不'],
] as const;

/** 已订阅 and 未订阅; words without a verb are marks. */
function flag({ operator, value }: Comparison, words: string): Predicate | undefined {
  if (typeof value !== 'boolean' || (operator !== 'equal' && operator !== 'notEqual')) return undefined;
  const said = denied(words) ?? { holds: `标记为“${words}”`, fails: `未标记为“${words}”` };
  return (operator === 'equal') === value ? said : turned(said);
}

/** A statement and its denial; undefined where the words state nothing. */
export function denied(words: string): Predicate | undefined {
  const [start, denial] = DENIALS.find(([beginning]) => beginning.test(words)) ?? [];
  return start === undefined ? undefined : { holds: words, fails: words.replace(start, denial ?? '') };
}

/** 已至少 180 天未下单, of what people are known to do. */
function recency({ operator, value }: Comparison, { name }: EventQuery): Predicate | undefined {
  const did = knownDeed(name);
  if (typeof value !== 'number' || did === undefined) return undefined;
  const days = figures.number(value);
  switch (operator) {
    case 'greaterThanInclusive':
      return { holds: `已至少 ${days} 天未${did}`, fails: `不到 ${days} 天前曾${did}或从未${did}` };
    case 'greaterThan':
      return { holds: `已超过 ${days} 天未${did}`, fails: `至多 ${days} 天前曾${did}或从未${did}` };
    case 'lessThanInclusive':
      return { holds: `最近 ${days} 天内曾${did}`, fails: `最近 ${days} 天内未${did}` };
    case 'lessThan':
      return { holds: `不到 ${days} 天前曾${did}`, fails: `并非不到 ${days} 天前曾${did}` };
    default:
      return undefined;
  }
}

/** 24 小时前至 1 小时前之间曾更新购物车（此后未下单）. */
function events(comparison: Comparison, params: Params): Predicate | undefined {
  const { operator, value } = comparison;
  if ((params['measure'] ?? 'count') !== 'count' || typeof value !== 'number') return undefined;
  const did = deed(String(params['name']));
  const [window, details] = [windowOf(params), detailsOf(params)];
  const once = { holds: `${window}曾${did}${details}`, fails: `${window}未曾${did}${details}` };
  if ((operator === 'greaterThanInclusive' && value === 1) || (operator === 'greaterThan' && value === 0)) return once;
  if ((operator === 'equal' || operator === 'lessThanInclusive') && value === 0) return turned(once);
  if (operator === 'lessThan' && value === 1) return turned(once);
  const times = timesOf(operator === 'notEqual' ? 'equal' : operator, figures.number(value));
  if (times === undefined) return undefined;
  const often = { holds: `${window}${did}${times}${details}`, fails: `${window}并非${did}${times}${details}` };
  return operator === 'notEqual' ? turned(often) : often;
}

function timesOf(operator: Comparison['operator'], amount: string): string | undefined {
  switch (operator) {
    case 'equal':
      return `恰好 ${amount} 次`;
    case 'greaterThanInclusive':
      return `至少 ${amount} 次`;
    case 'greaterThan':
      return `超过 ${amount} 次`;
    case 'lessThanInclusive':
      return `至多 ${amount} 次`;
    case 'lessThan':
      return `少于 ${amount} 次`;
    default:
      return undefined;
  }
}

/** 处于模型 natural-conversion 的后 70%. */
function score({ operator, value }: Comparison, params: Params): Predicate | undefined {
  if (typeof value !== 'number' || !isOrdering(operator)) return undefined;
  const model = zh`模型 ${String(params['model'])} `;
  if (params['as'] !== 'rank') {
    const bound = boundOf(operator, figures.percent(value), false);
    return { holds: `${model}给出的概率${bound}`, fails: `${model}给出的概率并非${bound}` };
  }
  const isTop = operator === 'greaterThanInclusive' || operator === 'greaterThan';
  const share = isTop ? `前 ${figures.percent(1 - value)}` : `后 ${figures.percent(value)}`;
  return { holds: `处于${model}的${share}`, fails: `不处于${model}的${share}` };
}

function clauses(parts: readonly string[], last: 'and' | 'or'): string {
  return parts.length < 2
    ? parts.join('')
    : zh`${parts.slice(0, -1).join('，')}，${last === 'and' ? '且' : '或'}${parts.at(-1) ?? ''}`;
}

const reason: Phrases['conditions']['reason'] = (comparison, result, catalogue) => {
  const told = facts.told(comparison.fact, catalogue);
  const expected = expectation(withoutNegation(comparison), catalogue);
  return (actual) => `${told(actual)}（${result ? expected : zh`需${expected}`}）`;
};

function expectation(comparison: Comparison, catalogue: FactCatalogue): string {
  const { value, other, decorators, written, isNegated } = comparison;
  if (decorators.length > 0) return zh`${written} ${facts.value(value)}`;
  const { holds, fails } = testOf(comparison, catalogue);
  const said = isNegated ? fails : holds;
  return other === undefined ? said : zh`${said}，即${ownValue(comparison)}`;
}

export const conditions: Phrases['conditions'] = {
  predicate,
  reason,
  clauses,
  everybody: { holds: '是任何人', fails: '不是任何人' },
  segment: (title) => ({ holds: `属于“${title}”`, fails: `不属于“${title}”` }),
  group: (text) => `（${text}）`,
};
