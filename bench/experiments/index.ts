/**
 * Are the intervals of experiments as sure as they say? Thousands of experiments are simulated, with and without an effect,
 * and each is read once at its end, and again after every hundredth of its people, once a readout tells anything: how often
 * is there a false alarm, how often is an effect found, and how often does an interval hold the truth?
 *
 * Then CUPED on the simulated shop: does it take away as much of the variance as the squared correlation says?
 *
 *     npm run bench -- experiments [--experiments 10000] [--people 4000] [--looks 100] [--seed 1] [--drawings 20000] [--json]
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { seededRandom } from '#sdk';
import { LEAST } from '#strata/experiments/readout';
import { type Estimate } from '#strata/statistics';
import {
  addMoments,
  armEffect,
  type Moments,
  noMoments,
  type Peeking,
  returnOnInvestment,
} from '#strata/statistics/experiments';
import { cupedOnShop } from './cuped.js';

const LEVEL = 0.95;
const MARGIN = 0.3;
/** A shop of a dormant base: who orders, for how much, and what the coupon costs. */
const NATURAL_RATE = 0.1;
const EFFECT = 0.02;
const ORDER = { log: 3.5, spread: 0.6 };
const MEAN_ORDER = Math.exp(ORDER.log + ORDER.spread ** 2 / 2);
const CONTACT_COST = 0.5;
const FACE_VALUE = 5;
/** Control has what it would have spent; the treated have what they cost beside it. */
const [CONVERTED, SPENT, COST] = [0, 1, 2];
const VARIABLES = 3;

const { values: given } = parseArgs({
  options: {
    experiments: { type: 'string', default: '10000' },
    people: { type: 'string', default: '4000' },
    looks: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    drawings: { type: 'string', default: '20000' },
    json: { type: 'boolean', default: false },
  },
});
const [experiments, people, looks] = [given.experiments, given.people, given.looks].map(Number) as [
  number,
  number,
  number,
];

/** A figure of an experiment, read at one moment. */
interface Figure {
  readonly name: string;
  /** What is true where the treated convert so much more often. */
  truth(effect: number): number;
  /** What no effect would be. */
  readonly none: number;
  read(control: Moments, treated: Moments, peeking?: Peeking): Estimate | null;
}

const FIGURES: readonly Figure[] = [
  effectFigure('conversion, difference', 'proportion', 'absolute', (effect) => effect),
  effectFigure('conversion, lift', 'proportion', 'relative', (effect) => effect / NATURAL_RATE),
  effectFigure('revenue a person, difference', 'mean', 'absolute', (effect) => effect * MEAN_ORDER),
  {
    name: 'ROI',
    none: -1,
    truth: (effect) => (MARGIN * effect * MEAN_ORDER) / (CONTACT_COST + (NATURAL_RATE + effect) * FACE_VALUE) - 1,
    read: (control, treated, peeking) =>
      returnOnInvestment(pick(treated, [SPENT, COST]), pick(control, [SPENT]), {
        margin: MARGIN,
        level: LEVEL,
        ...(peeking === undefined ? {} : { peeking }),
      }),
  },
];

function effectFigure(
  name: string,
  kind: 'proportion' | 'mean',
  scale: 'absolute' | 'relative',
  truth: (effect: number) => number,
): Figure {
  const variable = kind === 'proportion' ? CONVERTED : SPENT;
  return {
    name,
    none: 0,
    truth,
    read(control, treated, peeking) {
      const options = { scale, level: LEVEL, ...(peeking === undefined ? {} : { peeking }) };
      const shape = { kind, adjusted: false };
      const effect = armEffect(pick(control, [variable]), pick(treated, [variable]), shape, options);
      return effect.status === 'estimated' ? effect.effect : null;
    },
  };
}

function pick({ people: count, sums, products }: Moments, variables: readonly number[]): Moments {
  return {
    people: count,
    sums: variables.map((variable) => sums[variable]!),
    products: variables.map((a) => variables.map((b) => products[a]![b]!)),
  };
}

/** How often, of all experiments. */
interface Counts {
  excludedOnce: number;
  excludedAtAnyLook: number;
  /** Of a usual interval that is looked at again and again, as one should not. */
  excludedByPeeking: number;
  heldOnce: number;
  heldAtAllLooks: number;
}

const random = seededRandom(Number(given.seed));
const started = performance.now();
const without = FIGURES.map(noCounts);
const withEffect = FIGURES.map(noCounts);
for (let experiment = 0; experiment < experiments; experiment++) {
  simulate(0, without);
  simulate(EFFECT, withEffect);
}
const cuped = cupedOnShop({ users: 20_000, seed: Number(given.seed), drawings: Number(given.drawings) });
report();

function noCounts(): Counts {
  return { excludedOnce: 0, excludedAtAnyLook: 0, excludedByPeeking: 0, heldOnce: 0, heldAtAllLooks: 0 };
}

function simulate(effect: number, counts: readonly Counts[]): void {
  let [control, treated] = [noMoments(VARIABLES), noMoments(VARIABLES)];
  const seen = FIGURES.map(() => ({ excluded: false, peeked: false, held: true }));
  const peeking = { tightestAt: people };
  for (let look = 1; look <= looks; look++) {
    const more = Math.round((look * people) / looks / 2) - control.people;
    control = addMoments(control, arrivals(more, NATURAL_RATE, 0));
    treated = addMoments(treated, arrivals(more, NATURAL_RATE + effect, CONTACT_COST));
    if (!isEnough(control) || !isEnough(treated)) continue;
    FIGURES.forEach((figure, index) => {
      const state = seen[index]!;
      const [always, once] = [figure.read(control, treated, peeking), figure.read(control, treated)];
      state.excluded ||= excludes(always, figure.none);
      state.peeked ||= excludes(once, figure.none);
      state.held &&= !excludes(always, figure.truth(effect));
      if (look < looks) return;
      const count = counts[index]!;
      count.excludedOnce += Number(excludes(once, figure.none));
      count.heldOnce += Number(!excludes(once, figure.truth(effect)));
      count.excludedAtAnyLook += Number(state.excluded);
      count.excludedByPeeking += Number(state.peeked);
      count.heldAtAllLooks += Number(state.held);
    });
  }
}

/** A readout tells nothing of fewer. */
function isEnough({ people: count, sums }: Moments): boolean {
  return count >= LEAST.people && sums[CONVERTED]! >= LEAST.conversions;
}

function excludes(estimate: Estimate | null, value: number): boolean {
  return estimate !== null && (estimate.lower > value || estimate.upper < value);
}

/** So many people of an arm: who converts orders for a lognormal amount, and of the treated uses the coupon. */
function arrivals(count: number, rate: number, contactCost: number): Moments {
  let [converted, spent, spentSquares, costs, costSquares, spentCosts] = [0, 0, 0, 0, 0, 0];
  const redeemed = contactCost === 0 ? 0 : FACE_VALUE;
  for (let person = 0; person < count; person++) {
    const converts = random.uniform() < rate;
    const amount = converts ? Math.exp(ORDER.log + ORDER.spread * random.normal()) : 0;
    const cost = contactCost + (converts ? redeemed : 0);
    converted += Number(converts);
    spent += amount;
    spentSquares += amount * amount;
    costs += cost;
    costSquares += cost * cost;
    spentCosts += amount * cost;
  }
  const convertedCosts = converted * (contactCost + redeemed);
  return {
    people: count,
    sums: [converted, spent, costs],
    products: [
      [converted, spent, convertedCosts],
      [spent, spentSquares, spentCosts],
      [convertedCosts, spentCosts, costSquares],
    ],
  };
}

function report(): void {
  const share = (count: number) => count / experiments;
  const rows = FIGURES.map(({ name }, index) => {
    const [none, some] = [without[index]!, withEffect[index]!];
    return {
      figure: name,
      falseAlarms: {
        once: share(none.excludedOnce),
        atAnyLook: share(none.excludedAtAnyLook),
        peeking: share(none.excludedByPeeking),
      },
      coverage: { once: share(some.heldOnce), atAllLooks: share(some.heldAtAllLooks) },
      power: { once: share(some.excludedOnce), atAnyLook: share(some.excludedAtAnyLook) },
    };
  });
  if (given.json) {
    console.log(JSON.stringify({ experiments, people, looks, rows, cuped }, null, 2));
    return;
  }
  const table = new Table({
    head: [
      '',
      'false alarms: once',
      'at any look',
      'usual interval, peeked at',
      'holds the truth: once',
      'at all looks',
      'power: once',
      'at any look',
    ],
    style: { head: [], border: [] },
  });
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  for (const { figure, falseAlarms, coverage, power } of rows) {
    const figures = [
      falseAlarms.once,
      falseAlarms.atAnyLook,
      falseAlarms.peeking,
      coverage.once,
      coverage.atAllLooks,
      power.once,
      power.atAnyLook,
    ];
    table.push([figure, ...figures.map(percent)]);
  }
  console.log(table.toString());
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${experiments.toLocaleString('en')} experiments of ${people.toLocaleString('en')} people, looked at ${looks} times, with no effect and with ${100 * EFFECT} points; ${seconds} s`,
  );
  const { squaredCorrelation, reported, measured } = cuped;
  console.log(
    `CUPED on the shop, ${cuped.people.toLocaleString('en')} people drawn ${given.drawings} times: takes away ${percent(measured)} of the variance, ` +
      `readouts say ${percent(reported)}; the squared correlation is ${percent(squaredCorrelation)} (${percent(measured / squaredCorrelation - 1)} off)`,
  );
}
