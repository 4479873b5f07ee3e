import { type SeededRandom } from '#sdk';
import { CAMPAIGNS, DORMANT_AFTER } from './calendar.js';
import { binomial, exponential, pick, poisson, sigmoid } from './draws.js';
import { OrderBook } from './order-book.js';

/** City, its share of the customers, and what living there adds to the standing need (mean 0, in standard deviations). */
const CITY_TABLE: readonly (readonly [name: string, share: number, need: number])[] = [
  ['Shanghai', 0.17, 0.9],
  ['Beijing', 0.14, 0.6],
  ['Guangzhou', 0.1, 0.1],
  ['Shenzhen', 0.1, 0.7],
  ['Chengdu', 0.1, -0.5],
  ['Hangzhou', 0.09, 0.8],
  ['Wuhan', 0.08, -0.7],
  ['Nanjing', 0.07, 0],
  ["Xi'an", 0.06, -1.1],
  ['Chongqing', 0.05, -1.3],
  ['Qingdao', 0.04, -0.9],
];
export const CITIES = CITY_TABLE.map(([name]) => name);
const CITY_SHARES = CITY_TABLE.map(([, share]) => share);
export const GENDERS = ['female', 'male'];
const GENDER_SHARES = [0.55, 0.4, 0.05];

/** Shares of those whose buying habit lasts, has ended before the first mailing, and who come only after it. */
const HABITS = [0.2, 0.72, 0.08];
const LAPSED = 1;
const NEWCOMER = 2;
/** Share of the lapsed whose last order is not yet half a year ago on the day of the first mailing. */
const STILL_WARM = 0.25;

/** The customers as the simulation carries them through time: one entry each, mutable while it runs. */
export interface SimulatedPopulation {
  readonly size: number;
  /** The standing part of need, deal-proneness and irritability: hidden, standard normal, independent of one another. */
  readonly standingNeed: Float64Array;
  readonly dealProneness: Float64Array;
  readonly irritability: Float64Array;
  /** Days between orders while the habit lasts; infinite once it has ended. */
  readonly gap: Float64Array;
  /** Mean value of the customer's orders, money. */
  readonly orderValue: Float64Array;
  readonly age: Float64Array;
  /** Index into {@link GENDERS}, −1 where not given. */
  readonly gender: Int32Array;
  /** Index into {@link CITIES}. */
  readonly city: Int32Array;
  /** Days before today. */
  readonly registered: Float64Array;
  /** Days before today. */
  readonly lastOrder: Float64Array;
  readonly orders: Float64Array;
  readonly couponOrders: Float64Array;
  /** Sum of all orders, money. */
  readonly spent: Float64Array;
  /** Orders since the first mailing. */
  readonly book: OrderBook;
}

/** The population on the morning of the first mailing. */
export function createPopulation(size: number, random: SeededRandom): SimulatedPopulation {
  const people = emptyPopulation(size);
  for (let user = 0; user < size; user++) {
    drawProfile(people, user, random);
    drawOrders(people, user, random);
  }
  return people;
}

/** P(an order uses a coupon), before the mailings, by deal-proneness. */
export function couponHabit(dealProneness: number): number {
  return sigmoid(-1.1 + 1.2 * dealProneness);
}

/** Value of one order: lognormal around the customer's mean. */
export function drawOrderValue(mean: number, random: SeededRandom): number {
  return Math.round(100 * mean * Math.exp(ORDER_SPREAD * random.normal() - ORDER_SPREAD ** 2 / 2)) / 100;
}
const ORDER_SPREAD = 0.3;

function emptyPopulation(size: number): SimulatedPopulation {
  const numbers = (): Float64Array => new Float64Array(size);
  return {
    size,
    standingNeed: numbers(),
    dealProneness: numbers(),
    irritability: numbers(),
    gap: numbers(),
    orderValue: numbers(),
    age: numbers(),
    gender: new Int32Array(size),
    city: new Int32Array(size),
    registered: numbers(),
    lastOrder: numbers(),
    orders: numbers(),
    couponOrders: numbers(),
    spent: numbers(),
    book: new OrderBook(),
  };
}

/** City speaks of need, age of deal-proneness, gender of nothing; no part of the profile speaks of two traits. */
function drawProfile(people: SimulatedPopulation, user: number, random: SeededRandom): void {
  const city = pick(random, CITY_SHARES);
  const seniority = random.normal();
  const gender = pick(random, GENDER_SHARES);
  people.city[user] = city;
  people.age[user] = random.uniform() < 0.05 ? Number.NaN : Math.min(80, Math.max(18, Math.round(38 + 13 * seniority)));
  people.gender[user] = gender < GENDERS.length ? gender : -1;
  const cityNeed = (CITY_TABLE[city]?.[2] ?? 0) - CITY_MEAN;
  people.standingNeed[user] = CITY_WEIGHT * (cityNeed / CITY_SD) + Math.sqrt(1 - CITY_WEIGHT ** 2) * random.normal();
  // The young and the old hunt for deals; the square of a standard normal has mean 1 and variance 2.
  const ageDeal = (seniority ** 2 - 1) / Math.SQRT2;
  people.dealProneness[user] = AGE_WEIGHT * ageDeal + Math.sqrt(1 - AGE_WEIGHT ** 2) * random.normal();
  people.irritability[user] = random.normal();
  people.orderValue[user] = 130 * Math.exp(0.35 * random.normal() - 0.35 ** 2 / 2);
}
/** How much of need speaks through the city, and of deal-proneness through age (correlations). */
const CITY_WEIGHT = 0.5;
const AGE_WEIGHT = 0.35;
const CITY_MEAN = CITY_TABLE.reduce((sum, [, share, need]) => sum + share * need, 0);
const CITY_SD = Math.sqrt(CITY_TABLE.reduce((sum, [, share, need]) => sum + share * (need - CITY_MEAN) ** 2, 0));

function drawOrders(people: SimulatedPopulation, user: number, random: SeededRandom): void {
  const first = CAMPAIGNS[0]?.daysAgo ?? 0;
  const need = people.standingNeed[user] ?? 0;
  const deal = people.dealProneness[user] ?? 0;
  const kind = pick(random, HABITS);
  const newcomer = kind === NEWCOMER;
  people.gap[user] = kind === LAPSED ? Number.POSITIVE_INFINITY : 40 * Math.exp(0.4 * random.normal() - 0.2 * need);
  people.lastOrder[user] = newcomer ? Math.floor(first * random.uniform()) : first + drawRecency(kind, need, random);
  const orders = newcomer ? 1 : 1 + poisson(random, Math.exp(1 + 0.5 * need + 0.5 * deal + 0.2 * random.normal()));
  people.orders[user] = orders;
  people.couponOrders[user] = binomial(random, orders, couponHabit(deal + 1.1 * random.normal()));
  const membership = newcomer ? exponential(random, 5) : 10 + exponential(random, 60 * orders);
  people.registered[user] = Math.floor((people.lastOrder[user] ?? 0) + membership);
  let spent = 0;
  for (let order = 0; order < orders; order++) spent += drawOrderValue(people.orderValue[user] ?? 0, random);
  people.spent[user] = spent;
}

/** Whole days from the last order to the first mailing. */
function drawRecency(kind: number, need: number, random: SeededRandom): number {
  if (kind !== LAPSED) return Math.floor(exponential(random, 45));
  if (random.uniform() < STILL_WARM) return Math.floor(60 + 120 * random.uniform());
  // Who needs the shop's goods was here more recently; being dormant or not says nothing about need.
  let dormancy = 0;
  for (let stretch = 0; stretch < 6; stretch++) dormancy += exponential(random, 37);
  return Math.floor(Math.min(180 + dormancy * Math.exp(-0.75 * need), 1800));
}

/** True where the customer has not ordered for half a year on the day that is `daysAgo` days before today. */
export function isDormant(people: SimulatedPopulation, user: number, daysAgo: number): boolean {
  return (people.lastOrder[user] ?? 0) - daysAgo >= DORMANT_AFTER;
}
