import { type SeededRandom } from '#sdk';
import { FORTNIGHT } from './calendar.js';
import { couponHabit, drawOrderValue, type SimulatedPopulation } from './customers.js';
import { exponential } from './draws.js';
import { naturalProbability } from './response.js';

/** Need is drawn anew for each season; this share of its variance stands. */
const STANDING_SHARE = 0.9;
/** Between the sales fortnights a dormant customer orders at this share of the fortnight's rate. */
const QUIET = 0.15;
/** P(a habit ends between two mailings). */
const HABIT_ENDS = 0.12;

/** The season's need: standing and passing part together, standard normal. */
export function drawNeed(people: SimulatedPopulation, user: number, random: SeededRandom): number {
  const standing = people.standingNeed[user] ?? 0;
  return Math.sqrt(STANDING_SHARE) * standing + Math.sqrt(1 - STANDING_SHARE) * random.normal();
}

/** Everyday life between two days, both counted backwards from today, `from` > `to` ≥ 0. */
export function live(people: SimulatedPopulation, from: number, to: number, random: SeededRandom): void {
  for (let user = 0; user < people.size; user++) {
    const gap = people.gap[user] ?? 0;
    if (gap === Number.POSITIVE_INFINITY) orderNowAndThen(people, user, from, to, random);
    else orderByHabit(people, user, gap, from, to, random);
  }
}

function orderByHabit(
  people: SimulatedPopulation,
  user: number,
  gap: number,
  from: number,
  to: number,
  random: SeededRandom,
): void {
  // A customer who registers after `from` begins with the first order.
  let day = Math.min(from, people.lastOrder[user] ?? 0) - exponential(random, gap);
  for (; day > to; day -= exponential(random, gap)) {
    const coupon = random.uniform() < couponHabit(people.dealProneness[user] ?? 0);
    placeOrder(people, user, Math.floor(day), drawOrderValue(people.orderValue[user] ?? 0, random), coupon ? 1 : 0);
  }
  if (random.uniform() < HABIT_ENDS) people.gap[user] = Number.POSITIVE_INFINITY;
}

function orderNowAndThen(
  people: SimulatedPopulation,
  user: number,
  from: number,
  to: number,
  random: SeededRandom,
): void {
  // Neither before registering nor again in the fortnight of an answered mailing.
  if ((people.lastOrder[user] ?? 0) < from) return;
  const fortnights = (QUIET * (from - to)) / FORTNIGHT;
  const orders = 1 - (1 - naturalProbability(drawNeed(people, user, random))) ** fortnights;
  if (random.uniform() >= orders) return;
  const coupon = random.uniform() < couponHabit(people.dealProneness[user] ?? 0);
  const day = Math.floor(to + random.uniform() * (from - to));
  placeOrder(people, user, day, drawOrderValue(people.orderValue[user] ?? 0, random), coupon ? 1 : 0);
}

/** Books an order on the day `daysAgo` days before today. */
export function placeOrder(
  people: SimulatedPopulation,
  user: number,
  daysAgo: number,
  value: number,
  coupon: 0 | 1,
): void {
  people.book.add(user, daysAgo, value, coupon);
  people.lastOrder[user] = daysAgo;
  people.orders[user] = (people.orders[user] ?? 0) + 1;
  people.couponOrders[user] = (people.couponOrders[user] ?? 0) + coupon;
  people.spent[user] = (people.spent[user] ?? 0) + value;
}
