import { seededRandom, type SeededRandom } from '#sdk';
import { CAMPAIGNS, FORTNIGHT, STAGES, stageOf } from './calendar.js';
import { HistoryRecorder } from './campaign.js';
import { createPopulation, type SimulatedPopulation } from './customers.js';
import { pick, shopStream } from './draws.js';
import { FactTable } from './facts.js';
import { drawNeed, live } from './life.js';
import { earlierOrders } from './order-book.js';
import { type Customers, type HiddenTraits, MAILING_DAYS, type SimulatedShop, type ShopOptions } from './shop.js';

/**
 * Simulates an e-commerce shop: its customers today, and what its past campaigns recorded about them. The mechanism,
 * its equations and parameters: `docs/shop.md`.
 */
export function simulateShop({ users, seed, world = 'persuadables' }: ShopOptions): SimulatedShop {
  // A stream each: the two worlds have the same people, facts and groups at the start.
  const stream = (purpose: number): SeededRandom => seededRandom(shopStream(seed, purpose));
  const people = createPopulation(users, stream(1));
  const earlier = earlierOrders(people);
  const everyday = stream(2);
  const signals = stream(3);
  const recorder = new HistoryRecorder(world, users * CAMPAIGNS.length, {
    signals,
    assignment: stream(4),
    response: stream(5),
  });
  CAMPAIGNS.forEach((campaign, index) => {
    recorder.run(people, index, campaign);
    live(people, campaign.daysAgo - MAILING_DAYS - FORTNIGHT, CAMPAIGNS[index + 1]?.daysAgo ?? 0, everyday);
  });
  const campaigns = CAMPAIGNS.map(({ id, title, sentAt, control }) => ({ id, title, sentAt, control }));
  const { history, truth } = recorder.finish();
  const part = drawParts(history.user, users, stream(7));
  const { customers, need } = today(people, stream(6));
  return {
    world,
    seed,
    campaigns,
    users: customers,
    history: { ...history, part },
    orders: { earlier, since: people.book.orders() },
    truth,
    hidden: { ...traitsOf(people), need },
  };
}

/** Half of the customers are for learning, two fifths of them for validation; the other half is for the replay. */
const PART_SHARES = [0.3, 0.2, 0.5];

function drawParts(rows: Int32Array, users: number, random: SeededRandom): Uint8Array {
  const ofUser = Uint8Array.from({ length: users }, () => pick(random, PART_SHARES));
  return Uint8Array.from(rows, (user) => ofUser[user] ?? 0);
}

function today(
  people: SimulatedPopulation,
  random: SeededRandom,
): { readonly customers: Customers; readonly need: Float64Array } {
  const table = new FactTable(people.size);
  const stages = new Int32Array(people.size);
  const needs = new Float64Array(people.size);
  for (let user = 0; user < people.size; user++) {
    const need = drawNeed(people, user, random);
    needs[user] = need;
    table.add(people, user, 0, need, random);
    stages[user] = stageOf(people.lastOrder[user] ?? 0, people.registered[user] ?? 0, people.orders[user] ?? 0);
  }
  const stage = { name: 'stage', type: 'category', codes: stages, categories: STAGES } as const;
  return { customers: { rows: people.size, facts: table.columns(), stage }, need: needs };
}

function traitsOf(people: SimulatedPopulation): Omit<HiddenTraits, 'need'> {
  const { dealProneness, irritability, orderValue, gap } = people;
  return { dealProneness, irritability, orderValue, gap };
}
