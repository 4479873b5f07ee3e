import { seededRandom, type SeededRandom } from '#sdk';
import { lastCarts } from '../everybody/index.js';
import { type OrderedItem, Tastes } from '../goods/index.js';
import { CAMPAIGNS, MAILING_HOUR, TODAY, OFFER, shopStream, type SimulatedShop } from '../shop/index.js';
import { campaignOfVisit, channelOfVisit } from './visit-channels.js';

/** Something that a customer did or that was done to one. */
export interface ShopEvent {
  /** Row of the customer in `users`. */
  readonly user: number;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly properties: Readonly<Record<string, string | number | boolean | readonly OrderedItem[]>>;
}

const DAY = 86_400_000;
const MIDNIGHT = Date.parse(`${TODAY}T00:00:00Z`);
/** Signals lie between so many days before a mailing, inside the window of their fact and outside of the next mailing's. */
const SIGNAL_DAYS = {
  visited: [0, 29],
  message_sent: [0, 29],
  message_opened: [0, 29],
  coupon_viewed: [7, 84],
} as const;
const TODAYS_DAYS = [0, 29] as const;

type Signal = keyof typeof SIGNAL_DAYS;
const FACT_OF: Readonly<Record<Signal, string>> = {
  visited: 'visits30d',
  message_sent: 'messagesSent30d',
  message_opened: 'messagesOpened30d',
  coupon_viewed: 'couponViews',
};
const SIGNALS = Object.keys(FACT_OF) as Signal[];

/**
 * Everything that happened in the shop, customer by customer, each one's events in no order. The facts of
 * `rules/facts.json`, computed of them at the moment of a mailing, are those that the history files hold for it; days
 * since are counted to the customer's turn in the mailing's week. What was ordered and looked at, and by which channel customers
 * came, is drawn apart, so that moments are the same without. Same shop, same events.
 */
export function* shopEvents(shop: SimulatedShop): Generator<ShopEvent> {
  const random = seededRandom(shopStream(shop.seed, 8));
  const rowsOf = indexBy(shop.history.user, shop.users.rows);
  const ordersOf = indexBy(shop.orders.since.user, shop.users.rows);
  const carts = lastCarts(shop);
  const told = new Details(shop);
  for (let user = 0; user < shop.users.rows; user++) {
    told.nextUser(user, ordersOf(user));
    yield* told.about(earlierEvents(shop, user, random));
    const mailed = new Set(Array.from(rowsOf(user), (row) => mailingDay(shop, row)));
    for (const order of ordersOf(user)) yield told.ofOrder(orderEvent(shop, order, mailed, random));
    for (const row of rowsOf(user)) yield* told.about(mailingEvents(shop, row, random));
    yield* told.about(signals(shop.users.facts, user, { user, until: MIDNIGHT, days: TODAYS_DAYS }, random));
    const at = MIDNIGHT + (MAILING_HOUR - (carts.hours[user] ?? Number.NaN)) * 3_600_000;
    if (!Number.isNaN(at)) yield { user, name: 'cart_updated', at, properties: {} };
  }
}

/** P(a visit looks at an item). */
const LOOKS = 0.35;
/** Days before an order in which somebody is about to place it. */
const ABOUT_TO_ORDER = 3;

/** What events say beside what the facts of the mailings are computed of, with a stream of randomness of its own. */
class Details {
  readonly #random: SeededRandom;
  readonly #tastes: Tastes;
  #orders: readonly number[] = [];
  #dealProneness = 0;

  constructor(private readonly shop: SimulatedShop) {
    this.#random = seededRandom(shopStream(shop.seed, 17));
    this.#tastes = new Tastes(shop);
  }

  nextUser(user: number, orders: Uint32Array): void {
    const { since } = this.shop.orders;
    this.#orders = Array.from(orders, (order) => since.daysAgo[order] ?? 0);
    this.#dealProneness = this.shop.hidden.dealProneness[user] ?? 0;
  }

  ofOrder(event: ShopEvent): ShopEvent {
    const amount = Number(event.properties.amount);
    const basket = this.#tastes.basketFor(event.user, amount, this.#random);
    return { ...event, properties: { ...event.properties, ...basket } };
  }

  /** Orders with what they hold, visits with their channel and campaign, and what was looked at. */
  *about(events: Iterable<ShopEvent>): Generator<ShopEvent> {
    for (const event of events) {
      if (event.name === 'order_placed') yield this.ofOrder(event);
      else if (event.name === 'visited') yield* this.#ofVisit(event);
      else yield event;
    }
  }

  *#ofVisit({ user, name, at }: ShopEvent): Generator<ShopEvent> {
    const daysAgo = (MIDNIGHT - at) / DAY;
    const orders = this.#orders.some((day) => day <= daysAgo && daysAgo - day < ABOUT_TO_ORDER);
    const source = channelOfVisit({ dealProneness: this.#dealProneness, orders }, this.#random);
    const campaign = campaignOfVisit(source, at);
    yield { user, name, at, properties: { source, ...(campaign === undefined ? {} : { utm_campaign: campaign }) } };
    if (this.#random.uniform() >= LOOKS) return;
    yield { user, name: 'item_viewed', at, properties: { item: this.#tastes.itemFor(user, this.#random).id } };
  }
}

/** Registration, and the orders before the first mailing: the last one is known, the others lie evenly before it. */
function* earlierEvents(
  { users, orders: { earlier } }: SimulatedShop,
  user: number,
  random: SeededRandom,
): Generator<ShopEvent> {
  const registered = numberOf(users.facts, 'daysSinceRegistration', user);
  yield { user, name: 'registered', at: MIDNIGHT - registered * DAY, properties: {} };
  const [count, coupons] = [earlier.orders[user] ?? 0, earlier.couponOrders[user] ?? 0];
  const cents = Math.round(100 * (earlier.spent[user] ?? 0));
  const last = Math.floor(earlier.lastOrder[user] ?? 0);
  for (let order = 0; order < count; order++) {
    const daysAgo = last + Math.floor(((registered - last) * (count - 1 - order)) / count);
    const amount = Math.floor(cents / count) + (order < cents % count ? 1 : 0);
    yield placed(user, daysAgo, { amount: amount / 100, coupon: order < coupons }, random);
  }
}

function orderEvent(
  { orders: { since } }: SimulatedShop,
  order: number,
  mailed: ReadonlySet<number>,
  random: SeededRandom,
): ShopEvent {
  const daysAgo = since.daysAgo[order] ?? 0;
  const properties = { amount: since.value[order] ?? 0, coupon: since.coupon[order] === 1 };
  const event = placed(since.user[order] ?? 0, daysAgo, properties, random);
  // An answer on the very day of the mailing comes after it.
  return mailed.has(daysAgo) ? { ...event, at: event.at + (MAILING_HOUR + 1) * 3_600_000 } : event;
}

/** At night, before the mailings of the morning. */
function placed(user: number, daysAgo: number, properties: ShopEvent['properties'], random: SeededRandom): ShopEvent {
  const at = MIDNIGHT - daysAgo * DAY + random.integer(MAILING_HOUR * 3600) * 1000;
  return { user, name: 'order_placed', at, properties };
}

function* mailingEvents(
  { history, campaigns }: SimulatedShop,
  row: number,
  random: SeededRandom,
): Generator<ShopEvent> {
  const index = history.campaign[row] ?? 0;
  const user = history.user[row] ?? 0;
  const { id: campaign = '', control = 0 } = campaigns[index] ?? {};
  const at = MIDNIGHT - mailingDay({ history }, row) * DAY + MAILING_HOUR * 3_600_000;
  const audience = control === 0 ? 'all' : 'random';
  yield* signals(history.facts, row, { user, until: at, days: null }, random);
  if (history.treated[row] === 1)
    yield { user, name: 'campaign_sent', at, properties: { campaign, offer: OFFER, audience } };
  else yield { user, name: 'campaign_held_out', at, properties: { campaign, audience } };
}

/** Days before today of the customer's turn. */
function mailingDay({ history }: Pick<SimulatedShop, 'history'>, row: number): number {
  return (CAMPAIGNS[history.campaign[row] ?? 0]?.daysAgo ?? 0) - (history.day[row] ?? 0);
}

/** Visits, messages and coupon views as many as the facts of a row count. */
function* signals(
  facts: SimulatedShop['history']['facts'],
  row: number,
  {
    user,
    until,
    days,
  }: { readonly user: number; readonly until: number; readonly days: readonly [number, number] | null },
  random: SeededRandom,
): Generator<ShopEvent> {
  for (const name of SIGNALS) {
    const [least, most] = days ?? SIGNAL_DAYS[name];
    const seconds = (most - least) * 86_400;
    const count = numberOf(facts, FACT_OF[name], row);
    for (let event = 0; event < count; event++) {
      yield { user, name, at: until - least * DAY - (1 + random.integer(seconds)) * 1000, properties: {} };
    }
  }
}

function numberOf(facts: SimulatedShop['history']['facts'], name: string, row: number): number {
  const column = facts.find((fact) => fact.name === name);
  return column?.type === 'number' ? (column.values[row] ?? 0) : 0;
}

/** The positions of each value, in order. */
function indexBy(values: Int32Array, size: number): (value: number) => Uint32Array {
  const starts = new Uint32Array(size + 1);
  for (const value of values) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  for (let value = 0; value < size; value++) starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0);
  const next = starts.slice();
  const positions = new Uint32Array(values.length);
  values.forEach((value, position) => {
    const place = next[value] ?? 0;
    positions[place] = position;
    next[value] = place + 1;
  });
  return (value) => positions.subarray(starts[value], starts[value + 1]);
}
