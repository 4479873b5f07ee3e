import { seededRandom, type SeededRandom } from '#sdk';
import { type Condition, type LeafCondition } from '#strata/engine';

export type User = Readonly<Record<string, unknown>>;

const CITIES = ['Shanghai', 'Hangzhou', 'Beijing', 'Shenzhen', 'Chengdu', 'Wuhan', "Xi'an", 'Nanjing'];
const TIERS = ['none', 'silver', 'gold', 'platinum'];
const DEVICES = ['ios', 'android', 'web'];
const INTERESTS = ['sports', 'books', 'garden', 'music', 'travel', 'cooking', 'games', 'fashion', 'films', 'cars'];
const BADGES = ['early bird', 'reviewer', 'referrer', 'birthday', 'app user'];
/** Each person has some of them, in any order. */
const LISTS = { interests: INTERESTS, badges: BADGES };
const TEXTS = { city: CITIES, tier: TIERS, device: DEVICES };
/** Largest value of each numeric fact. */
const NUMBERS = {
  age: 80,
  orders: 40,
  daysSinceLastOrder: 400,
  couponViews: 30,
  visits30d: 60,
  averageOrderValue: 300,
  spend90d: 2_000,
  couponOrderShare: 1,
};

/** Users with 14 facts each, all present, two of them lists, as they come out of JSON. */
export function makeUsers(count: number, seed: number): User[] {
  const random = seededRandom(seed);
  const users = Array.from({ length: count }, () => ({
    ...mapValues(TEXTS, (texts) => pick(texts, random)),
    ...mapValues(NUMBERS, (top) => number(top, random)),
    ...mapValues(LISTS, (texts) => someOf(texts, random.integer(texts.length), random)),
    subscribed: random.uniform() < 0.6,
  }));
  return JSON.parse(JSON.stringify(users)) as User[];
}

/**
 * Nested rules, half of six leaves and half of seven: 50 rules have 325. Thresholds are such that about half of the
 * rules hold: rules that fail at their first leaf would flatter every engine that stops early.
 */
export function makeRules(count: number, seed: number): Condition[] {
  const random = seededRandom(seed);
  const leaf = (): LeafCondition => makeLeaf(random);
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? { all: [{ any: [leaf(), leaf()] }, { any: [leaf(), { all: [leaf(), leaf()] }] }, leaf()] }
      : { any: [{ all: [leaf(), leaf(), { any: [leaf(), leaf()] }] }, { all: [leaf(), leaf(), { not: leaf() }] }] },
  );
}

/** How many leaves a condition has, of those that are meant. */
export function leafCount(condition: Condition, isMeant: (leaf: LeafCondition) => boolean = () => true): number {
  if ('all' in condition) return sum(condition.all.map((part) => leafCount(part, isMeant)));
  if ('any' in condition) return sum(condition.any.map((part) => leafCount(part, isMeant)));
  if ('not' in condition) return leafCount(condition.not, isMeant);
  return 'fact' in condition && isMeant(condition) ? 1 : 0;
}

export function isOfList({ fact }: LeafCondition): boolean {
  return Object.hasOwn(LISTS, fact);
}

function makeLeaf(random: SeededRandom): LeafCondition {
  const kind = random.uniform();
  if (kind < 0.08) return { fact: 'subscribed', operator: 'equal', value: random.uniform() < 0.5 };
  if (kind < 0.23) return listLeaf(random);
  if (kind < 0.43) return textLeaf(random);
  const fact = pick(Object.keys(NUMBERS) as (keyof typeof NUMBERS)[], random);
  const low = number(0.6 * NUMBERS[fact], random);
  if (random.uniform() < 0.5)
    return { fact, operator: pick(['greaterThan', 'greaterThanInclusive'], random), value: low };
  return { fact, operator: pick(['lessThan', 'lessThanInclusive'], random), value: NUMBERS[fact] - low };
}

function textLeaf(random: SeededRandom): LeafCondition {
  const fact = pick(Object.keys(TEXTS) as (keyof typeof TEXTS)[], random);
  const texts = TEXTS[fact];
  if (random.uniform() < 0.5) {
    return { fact, operator: pick(['equal', 'notEqual'], random), value: pick(texts, random) };
  }
  const some = someOf(texts, 2 + random.integer(texts.length - 2), random);
  return { fact, operator: pick(['in', 'notIn'], random), value: some };
}

function listLeaf(random: SeededRandom): LeafCondition {
  const fact = pick(Object.keys(LISTS) as (keyof typeof LISTS)[], random);
  return { fact, operator: pick(['contains', 'doesNotContain'], random), value: pick(LISTS[fact], random) };
}

function someOf(texts: readonly string[], count: number, random: SeededRandom): readonly string[] {
  return random.shuffle([...texts]).slice(0, count);
}

function number(top: number, random: SeededRandom): number {
  return top <= 1 ? Math.round(random.uniform() * top * 100) / 100 : random.integer(Math.floor(top) + 1);
}
function pick<T>(items: readonly T[], random: SeededRandom): T {
  return items[random.integer(items.length)]!;
}
function mapValues<V, R>(fields: Readonly<Record<string, V>>, map: (value: V) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, map(value)]));
}
function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
