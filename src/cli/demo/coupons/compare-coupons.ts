import { type Strategy } from '#strata/engine';
import { idKeys, optionBlock } from '#strata/engine/allocation';
import { PackedTexts } from '#strata/kernel/texts';
import { optionsOf, type OfferOptions, type People, qualifyColumns, ungated } from '#strata/engine/columns';
import { compileRelease, type CompiledStrategy } from '#strata/engine/plan';
import { COUPONS, type CouponMailing, expectedProfits } from '#strata/simulator/coupons';
import { factsOfRows, type SimulatedShop } from '#strata/simulator/shop';
import { type Estimate, normalEstimate } from '#strata/statistics';
import { allocate } from './allocate.js';
import { type CouponScores } from './learn-coupons.js';

const CONTACT_COST = 0.05;

/** What giving each person its own coupon, or none, earned beside the best single coupon under the same budget. Money, in truth. */
export interface CouponComparison {
  /** Money to set aside for messages and face values. */
  readonly budget: number;
  /** How many got each coupon where each person got its own. */
  readonly given: readonly number[];
  readonly personal: number;
  /** By coupon: given alone. */
  readonly single: readonly number[];
  /** How many got it then. */
  readonly singleGiven: readonly number[];
  /** The place of the single coupon that the models expected to earn most. */
  readonly expectedBest: number;
  /** How much more personalising earned than that one, with the 95 % interval over people. */
  readonly gain: Estimate;
  /** Of the allocation to its bound, 0 to 1. */
  readonly gap: number;
}

/** What is compared. */
export interface CouponTrial {
  readonly shop: SimulatedShop;
  readonly mailing: CouponMailing;
  /** The shipped one, with its one coupon. */
  readonly strategy: Strategy;
  readonly rows: Int32Array;
  /** Of the rows. */
  readonly scores: CouponScores;
  /** The share of what a coupon of 10 for everybody would set aside, 0 to 1. */
  readonly budgetShare: number;
}

/** Gives coupons to the rows in both ways. */
export function compareCoupons(trial: CouponTrial): CouponComparison {
  const { shop, mailing, rows, budgetShare } = trial;
  const strategy = withCoupons(trial.strategy);
  const options = optionsFor(strategy, trial);
  const budget = Math.round(budgetShare * rows.length * reserveOf(1));
  const { margin } = strategy.document.goal;
  const truth = expectedProfits(shop, mailing, rows, { margin, contactCost: CONTACT_COST });
  const earned = (offers: Int16Array): Float64Array =>
    Float64Array.from(offers, (offer, row) => (offer === -1 ? 0 : (truth[offer]?.[row] ?? 0)));
  const places = COUPONS.map((_, place) => place);
  const all = choose(options, rows, budget, places);
  const alone = places.map((place) => choose(options, rows, budget, [place]));
  const most = Math.max(...alone.map(({ expected }) => expected));
  const expectedBest = alone.findIndex(({ expected }) => expected === most);
  const mine = earned(all.offers);
  return {
    budget,
    given: places.map((place) => countOf(all.offers, place)),
    personal: sum(mine),
    single: alone.map(({ offers }) => sum(earned(offers))),
    singleGiven: alone.map(({ offers }, place) => countOf(offers, place)),
    expectedBest,
    gain: differenceOf(mine, earned(alone[expectedBest]?.offers ?? new Int16Array(rows.length).fill(-1))),
    gap: all.gap,
  };
}

/** The strategy with the three coupons, each with a model of its id, and without what keeps people from them. */
function withCoupons(shipped: Strategy): CompiledStrategy {
  const { id, title, goal, segment, offers: shippedOffers, baseline } = ungated(shipped);
  const [coupon] = shippedOffers;
  if (coupon === undefined) throw new TypeError('the strategy makes no offer');
  const offers = COUPONS.map(({ id: own, faceValue }) => {
    return { ...coupon, id: own, faceValue, contactCost: CONTACT_COST, response: { model: own } };
  });
  const [first] = offers;
  const strategy = { id, title, goal, segment, offers, baseline: { title: baseline.title, offer: first?.id ?? '' } };
  const [compiled] = compileRelease(
    { facts: {}, segments: [], models: [], strategies: [strategy] },
    'sha256:',
  ).strategies;
  if (compiled === undefined) throw new TypeError('there is no strategy');
  return compiled;
}

/** What each person may get, and what the strategy expects of it. */
function optionsFor(
  strategy: CompiledStrategy,
  { shop: { history }, rows, scores }: CouponTrial,
): readonly OfferOptions[] {
  const { orderValue } = strategy.document.goal;
  const facts = factsOfRows(history, rows, typeof orderValue === 'number' ? [] : [orderValue.fact]).flatMap((column) =>
    column.type === 'number' ? [[column.name, { kind: 'number' as const, values: column.values }] as const] : [],
  );
  const people: People = {
    rows: rows.length,
    now: 0,
    facts: new Map(facts),
    scores: new Map([...scores].map(([model, values]) => [model, { values }])),
  };
  return optionsOf(qualifyColumns(strategy, people), people.scores).offers;
}

interface ChosenCoupons {
  /** By row: the place of a coupon, −1 for none. */
  readonly offers: Int16Array;
  /** What the models expect it to earn. */
  readonly expected: number;
  readonly gap: number;
}

/** Gives coupons out under the budget, of those that may be given. */
function choose(
  options: readonly OfferOptions[],
  rows: Int32Array,
  budget: number,
  places: readonly number[],
): ChosenCoupons {
  const ids = Array.from(rows, (row) => `r${String(row)}`);
  const offers = places.map((place) => ({ id: COUPONS[place]?.id ?? '', reserve: reserveOf(place) }));
  const block = optionBlock(
    places.flatMap((place) => options[place] ?? []),
    Uint32Array.from(rows, (_, place) => place),
    { keys: idKeys(PackedTexts.of(ids)), quotas: new Uint32Array(rows.length), objective: 'profit' },
  );
  const chosen = allocate({ offers, budget, quotas: [] }, block, ids);
  return {
    offers: chosen.offers.map((offer) => places[offer] ?? -1),
    expected: chosen.report.objective,
    gap: chosen.report.gap,
  };
}

function reserveOf(place: number): number {
  return (COUPONS[place]?.faceValue ?? 0) + CONTACT_COST;
}

function countOf(offers: Int16Array, place: number): number {
  return offers.filter((offer) => offer === place).length;
}

function differenceOf(mine: Float64Array, theirs: Float64Array): Estimate {
  const differences = mine.map((own, row) => own - (theirs[row] ?? 0));
  const mean = sum(differences) / differences.length;
  const variance = sum(differences.map((own) => (own - mean) ** 2)) / (differences.length - 1);
  return normalEstimate(sum(differences), Math.sqrt(differences.length * variance), 0.95);
}

function sum(values: Float64Array): number {
  return values.reduce((all, value) => all + value, 0);
}
