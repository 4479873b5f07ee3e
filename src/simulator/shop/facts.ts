import { type FeatureColumn, type SeededRandom } from '#sdk';
import { CITIES, GENDERS, type SimulatedPopulation } from './customers.js';
import { binomial, poisson, sigmoid } from './draws.js';

/** The numeric facts that the shop's database holds, by the names of `rules/facts.json`. */
const NUMBERS = [
  'age',
  'daysSinceRegistration',
  'daysSinceLastOrder',
  'orders',
  'averageOrderValue',
  'spend90d',
  'visits30d',
  'messagesSent30d',
  'messagesOpened30d',
  'couponViews',
  'couponOrders',
  'couponOrderShare',
] as const;
type NumberFact = (typeof NUMBERS)[number];

/** Rows of facts in the making. */
export class FactTable {
  rows = 0;
  readonly #numbers: Readonly<Record<NumberFact, Float64Array>>;
  readonly #city: Int32Array;
  readonly #gender: Int32Array;

  /** @param capacity the most rows that will be added */
  constructor(capacity: number) {
    const column = (name: NumberFact): [NumberFact, Float64Array] => [name, new Float64Array(capacity)];
    this.#numbers = Object.fromEntries(NUMBERS.map(column)) as Record<NumberFact, Float64Array>;
    this.#city = new Int32Array(capacity);
    this.#gender = new Int32Array(capacity);
  }

  /** Adds what is known about a customer on the day `daysAgo` days before today, at this season's need. */
  add(people: SimulatedPopulation, user: number, daysAgo: number, need: number, random: SeededRandom): void {
    const row = this.rows++;
    this.#city[row] = people.city[user] ?? -1;
    this.#gender[row] = people.gender[user] ?? -1;
    const facts = this.#numbers;
    facts.age[row] = people.age[user] ?? Number.NaN;
    facts.daysSinceRegistration[row] = (people.registered[user] ?? 0) - daysAgo;
    this.#addPurchases(row, people, user, daysAgo, random);
    this.#addSignals(row, people, user, need, random);
  }

  #addPurchases(row: number, people: SimulatedPopulation, user: number, daysAgo: number, random: SeededRandom): void {
    const facts = this.#numbers;
    const orders = people.orders[user] ?? 0;
    const mean = Math.round((100 * (people.spent[user] ?? 0)) / orders) / 100;
    const recency = (people.lastOrder[user] ?? 0) - daysAgo;
    const gap = people.gap[user] ?? 0;
    const recent = recency >= 90 ? 0 : Math.min(orders, 1 + poisson(random, (90 - recency) / gap));
    facts.daysSinceLastOrder[row] = recency;
    facts.orders[row] = orders;
    facts.averageOrderValue[row] = mean;
    facts.spend90d[row] = Math.round(100 * recent * mean) / 100;
    facts.couponOrders[row] = people.couponOrders[user] ?? 0;
    facts.couponOrderShare[row] = Math.round((1000 * (people.couponOrders[user] ?? 0)) / orders) / 1000;
  }

  /** The recent behaviour, in which the hidden traits show through noise, mixed with one another. */
  #addSignals(row: number, people: SimulatedPopulation, user: number, need: number, random: SeededRandom): void {
    const facts = this.#numbers;
    const deal = people.dealProneness[user] ?? 0;
    const irritation = people.irritability[user] ?? 0;
    const visits = Math.exp(0.2 + 0.85 * need + 0.3 * random.normal()) + 0.4 * Math.exp(0.8 * deal);
    const sent = 4 + poisson(random, 4);
    facts.visits30d[row] = poisson(random, visits);
    facts.messagesSent30d[row] = sent;
    facts.messagesOpened30d[row] = binomial(random, sent, sigmoid(-1.1 + 0.3 * need + 0.9 * deal - 0.8 * irritation));
    facts.couponViews[row] = poisson(random, Math.exp(1 + 0.8 * need + 0.65 * deal + 0.1 * random.normal()));
  }

  /** The rows added so far as typed columns. */
  columns(): FeatureColumn[] {
    return [
      { name: 'city', type: 'category', codes: this.#city.slice(0, this.rows), categories: CITIES },
      { name: 'gender', type: 'category', codes: this.#gender.slice(0, this.rows), categories: GENDERS },
      ...NUMBERS.map((name): FeatureColumn => ({
        name,
        type: 'number',
        values: this.#numbers[name].slice(0, this.rows),
      })),
    ];
  }
}
