import {
  type BaseForecast,
  type LifetimeDescription,
  type LifetimeForecast,
  type ObservedHistories,
  type PurchaseHistories,
  seededRandom,
} from '#sdk';
import { type Fitted, type PluginHost } from '../index.js';
import { type Check, checkLearning, type ContractResult, type LearnedSubject } from './contract-suite.js';

/** What a check looks at. */
type Subject = LearnedSubject<ObservedHistories>;

const CUSTOMERS = 400;
const SEED = 20261130;
/** Days. */
const HORIZON = 90;
const OBSERVED = 365;
/** Days before its end, as of which customers are looked at again. */
const EARLIER = 90;
/** Sums of many terms in another order, and integrals, may differ by so much. */
const ROUNDING = 1e-6;

/** Checks every promise of the lifetime contract. */
export function checkLifetime(
  host: PluginHost,
  plugin: string,
  options: Readonly<Record<string, unknown>>,
): Promise<readonly ContractResult[]> {
  const suite = { kind: 'lifetime', learns: 'learns from purchase histories', learnsFrom: 'histories' } as const;
  return checkLearning({ ...suite, input: sampleObserved(), seed: SEED, checks: CHECKS }, { host, plugin, options });
}

const CHECKS: readonly Check<Subject>[] = [
  { name: 'foretells figures that can be', run: possible },
  { name: 'what it foretells of one customer does not depend on the others', run: rowByRow },
  { name: 'more time brings no fewer purchases, and none no purchase', run: rising },
  { name: 'the sum of all customers is that of each', run: summed },
  { name: 'nobody is an answer too', run: nobody },
  { name: 'somebody new buys ever more often', run: someoneNew },
  { name: 'describes itself', run: described },
];

async function possible({ fitted }: Subject): Promise<string | null> {
  const { purchases, value, alive } = await forecast(fitted, sampleHistories(CUSTOMERS), HORIZON);
  if (![purchases, value, alive].every(({ length }) => length === CUSTOMERS)) return 'it gave the wrong number of rows';
  const wrong = purchases.findIndex((count) => !(count >= 0 && Number.isFinite(count)));
  if (wrong >= 0) return `row ${String(wrong)} is to buy ${String(purchases[wrong])} times`;
  if (value.some((money) => money === Infinity || money === -Infinity)) return 'a purchase has no end of value';
  return alive.some((chance) => chance < 0 || chance > 1) ? 'a probability is not between 0 and 1' : null;
}

async function rowByRow({ fitted }: Subject): Promise<string | null> {
  const all = sampleHistories(CUSTOMERS);
  const { purchases } = await forecast(fitted, all, HORIZON);
  for (const row of [0, 7, CUSTOMERS - 1]) {
    const alone = await forecast(fitted, rowsOf(all, row, row + 1), HORIZON);
    if (!isNear(alone.purchases[0], purchases[row])) {
      return `row ${String(row)} is to buy ${String(alone.purchases[0])} times alone and ${String(purchases[row])} among all`;
    }
  }
  return null;
}

async function rising({ fitted }: Subject): Promise<string | null> {
  const histories = sampleHistories(CUSTOMERS);
  const [none, some, more] = [
    await forecast(fitted, histories, 0),
    await forecast(fitted, histories, HORIZON),
    await forecast(fitted, histories, 2 * HORIZON),
  ];
  if (none.purchases.some((count) => Math.abs(count) > ROUNDING)) return 'somebody buys within no time';
  return some.purchases.some((count, row) => count > (more.purchases[row] ?? 0) + ROUNDING)
    ? 'somebody buys less in twice the time'
    : null;
}

async function summed({ fitted }: Subject): Promise<string | null> {
  const histories = sampleHistories(CUSTOMERS);
  const { purchases } = await forecast(fitted, histories, HORIZON);
  const sum = purchases.reduce((all, count) => all + count, 0);
  const base = (await fitted.ask('base', histories, HORIZON)) as BaseForecast;
  return isNear(base.purchases.estimate, sum)
    ? null
    : `all are to buy ${String(base.purchases.estimate)} times, and each by itself ${String(sum)} times together`;
}

async function nobody({ fitted }: Subject): Promise<string | null> {
  const { purchases } = await forecast(fitted, rowsOf(sampleHistories(1), 0, 0), HORIZON);
  return purchases.length === 0 ? null : 'of nobody it foretold something';
}

async function someoneNew({ fitted }: Subject): Promise<string | null> {
  const times = Float64Array.of(0, 1, 30, 90, 365, 3650);
  const counts = (await fitted.ask('expected', times)) as Float64Array;
  if (counts.length !== times.length) return 'it gave the wrong number of times';
  if (!(Math.abs(counts[0] ?? 1) <= ROUNDING)) return 'somebody new has bought again at once';
  return counts.every((count, place) => place === 0 || count >= (counts[place - 1] ?? 0) - ROUNDING)
    ? null
    : `it expects ${counts.join(', ')} purchases after ${times.join(', ')} days`;
}

async function described({ fitted }: Subject): Promise<string | null> {
  const { parameters, notes } = (await fitted.ask('describe')) as LifetimeDescription;
  if (!Array.isArray(notes)) return 'it has no notes';
  return parameters.every(({ name, estimate }) => name !== '' && Number.isFinite(estimate))
    ? null
    : 'a parameter is no number';
}

async function forecast(fitted: Fitted, histories: PurchaseHistories, horizon: number): Promise<LifetimeForecast> {
  return (await fitted.ask('forecast', histories, horizon)) as LifetimeForecast;
}

function isNear(first = Number.NaN, second = Number.NaN): boolean {
  return Math.abs(first - second) <= ROUNDING * Math.max(1, Math.abs(second));
}

/** What is learned from: the customers, and those of them who were there earlier. */
function sampleObserved(): ObservedHistories {
  const bought = sampleCustomers(CUSTOMERS);
  const there = bought.filter(({ age }) => age >= EARLIER);
  const since = there.map(({ days, age }) => days.filter((day) => day > age - EARLIER).length);
  return {
    ...historiesOf(bought, 0),
    earlier: {
      histories: historiesOf(there, EARLIER),
      days: EARLIER,
      purchases: Float64Array.from(since),
      value: Float64Array.from(there, ({ value }, row) => (since[row] === 0 ? 0 : value * (since[row] ?? 0))),
    },
  };
}

function sampleHistories(customers: number): PurchaseHistories {
  return historiesOf(sampleCustomers(customers), 0);
}

interface SampleCustomer {
  readonly age: number;
  /** Days after the first purchase, rising. */
  readonly days: readonly number[];
  /** Of a purchase. */
  readonly value: number;
}

/** Customers who buy at rates of their own until they leave, by a seed; a third of them bought once only. */
function sampleCustomers(customers: number): readonly SampleCustomer[] {
  const random = seededRandom(SEED);
  return Array.from({ length: customers }, () => {
    const age = Math.floor(OBSERVED * (0.3 + 0.7 * random.uniform()));
    const between = 10 + 80 * random.uniform();
    const stays = 0.6 + 0.35 * random.uniform();
    const days: number[] = [];
    for (let day = 0; random.uniform() < stays;) {
      day += Math.max(1, Math.round(-between * Math.log(1 - random.uniform())));
      if (day > age) break;
      days.push(day);
    }
    return { age, days, value: days.length === 0 ? Number.NaN : 5 + 50 * random.uniform() };
  });
}

/** @param before days before the end of what was observed */
function historiesOf(customers: readonly SampleCustomer[], before: number): PurchaseHistories {
  const until = customers.map(({ age, days }) => days.filter((day) => day <= age - before));
  return {
    repeats: Float64Array.from(until, ({ length }) => length),
    recency: Float64Array.from(until, (days) => days.at(-1) ?? 0),
    age: Float64Array.from(customers, ({ age }) => age - before),
    value: Float64Array.from(customers, ({ value }, row) => ((until[row]?.length ?? 0) === 0 ? Number.NaN : value)),
    covariates: [],
  };
}

function rowsOf({ repeats, recency, age, value }: PurchaseHistories, from: number, to: number): PurchaseHistories {
  const cut = (column: Float64Array): Float64Array => column.slice(from, to);
  return { repeats: cut(repeats), recency: cut(recency), age: cut(age), value: cut(value), covariates: [] };
}
