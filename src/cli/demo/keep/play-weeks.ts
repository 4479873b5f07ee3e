import { seededRandom, type SeededRandom } from '#sdk';
import { EventQueue } from './event-queue.js';
import { type ShopEvent, userIdOf } from '#strata/simulator/files';
import { shopStream, type SimulatedShop } from '#strata/simulator/shop';
import { type OpenShop } from '../../../in-process.js';
import { type PlayedClock } from './played-clock.js';
import { type PlayedCustomers, orderAfter } from './responses.js';
import { runCampaign } from './run-campaign.js';
import { type ShopPeople } from './shop-people.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Days that are played before today. */
export const PLAYED_DAYS = 35;
/** So many days before today the campaign runs: its windows are over by now. */
const CAMPAIGN_DAY = 17;
const CAMPAIGN = 'november-win-back';
/** In which those whom one strategy asks about come. */
const SPELL = 3 * HOUR;
/** Decisions that are made at once. */
const AT_ONCE = 16;

/** Who is asked about what a day, as a share of the day's decisions, and in how many days an order answers. */
const ASKED = [
  { strategy: 'win-back-coupon', share: 0.5, days: 14, quiet: [180 + PLAYED_DAYS, Infinity] },
  { strategy: 'choose-coupon', share: 0.3, days: 7, quiet: [90 + PLAYED_DAYS, 180] },
  { strategy: 'abandoned-cart', share: 0.2, days: 3, quiet: [0, 90] },
] as const;

/** What the weeks are played with. */
export interface Play extends PlayedCustomers {
  readonly opened: OpenShop;
  readonly people: ShopPeople;
  readonly clock: PlayedClock;
  /** The day before whose morning the shop's own past ends, milliseconds since 1970. */
  readonly today: number;
  /** What customers do in these weeks whatever happens to them. */
  readonly events: readonly ShopEvent[];
  /** Told when a day is over. */
  readonly progress: (share: number, note: string) => void;
}

/**
 * Plays the weeks before today: every day some customers come, decisions are made about them as a server makes them, and some
 * of them order. What is over is settled every week, and policies learn from it.
 */
export async function playWeeks(play: Play): Promise<void> {
  const { shop, opened, people, clock, today } = play;
  const random = seededRandom(shopStream(shop.seed, 21));
  const queue = new EventQueue(play.events);
  const visitors = ASKED.map((asked) => ({ ...asked, waiting: customersOf(shop, asked.quiet, random) }));
  const perDay = decisionsADay(shop.users.rows);
  for (let day = PLAYED_DAYS; day >= 1; day--) {
    const morning = today - day * DAY + 9 * HOUR;
    clock.turnTo(morning);
    await people.take(queue.until(morning));
    for (const [turn, { strategy, share, days, waiting }] of visitors.entries()) {
      const users = waiting.splice(0, Math.ceil(share * perDay));
      const from = morning + turn * SPELL;
      clock.turnTo(from);
      if (strategy === 'abandoned-cart') await people.take(users.map((user) => cartOf(user, from - 2 * HOUR)));
      await decideAll(play, { strategy, users, days, from }, queue, random);
    }
    if (day === CAMPAIGN_DAY) {
      const pool = customersOf(shop, [180 + day, Infinity], random);
      for (const order of await runCampaign(play, CAMPAIGN, pool, random)) queue.add(order);
    }
    if (day % 7 === 0) await settle(opened);
    play.progress(1 - day / PLAYED_DAYS, `${String(day)} days ago`);
  }
  clock.turnTo(today + 9 * HOUR);
  await people.take(queue.until(Date.now()));
  await settle(opened);
}

async function settle({ outcomes, policies }: OpenShop): Promise<void> {
  await outcomes.sweep();
  await policies.learn();
}

/** In a small shop a larger share of the customers is asked about, so that there is something to read. */
function decisionsADay(users: number): number {
  return Math.round(0.058 * users ** 0.8);
}

/** Customers who have not ordered for so many days today, shuffled. */
function customersOf(
  { users }: SimulatedShop,
  [least, most]: readonly [number, number],
  random: SeededRandom,
): number[] {
  const recency = users.facts.find(({ name }) => name === 'daysSinceLastOrder');
  if (recency?.type !== 'number') throw new TypeError('the shop does not know who ordered when');
  const found = Array.from(recency.values.keys()).filter((user) => {
    const days = recency.values[user] ?? -1;
    return days >= least && days < most;
  });
  for (let last = found.length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [found[last], found[other]] = [found[other] ?? 0, found[last] ?? 0];
  }
  return found;
}

function cartOf(user: number, at: number): ShopEvent {
  return { user, name: 'cart_updated', at, properties: {} };
}

interface DayOfStrategy {
  readonly strategy: string;
  readonly users: readonly number[];
  readonly days: number;
  /** When the first one is asked. */
  readonly from: number;
}

/** Decides about some customers, one after the other, and draws who orders. */
async function decideAll(
  { shop, tastes, opened, clock }: Play,
  { strategy, users, days, from }: DayOfStrategy,
  queue: EventQueue,
  random: SeededRandom,
): Promise<void> {
  for (let first = 0; first < users.length; first += AT_ONCE) {
    clock.turnTo(from + (SPELL * first) / users.length);
    const some = users.slice(first, first + AT_ONCE);
    const answers = await Promise.all(some.map((user) => opened.decide({ userId: userIdOf(user), strategy })));
    const at = Date.now();
    for (const [place, { text }] of answers.entries()) {
      const { offer } = JSON.parse(text) as { readonly offer: { readonly id: string } | null };
      const order = orderAfter(
        { shop, tastes },
        { user: some[place] ?? 0, offer: offer?.id ?? null, at, days },
        random,
      );
      if (order !== null) queue.add(order);
    }
  }
}
