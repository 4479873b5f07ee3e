import { seededRandom } from '#sdk';
import { PackedTexts } from '#strata/kernel/texts';
import {
  type AllocationProblem,
  idKeys,
  type Objective,
  type OptionBlock,
  optionBlock,
} from '#strata/engine/allocation';

/** A random problem of allocation with its people. */
export interface Instance {
  readonly problem: AllocationProblem;
  readonly objective: Objective;
  readonly block: OptionBlock;
  readonly ids: readonly string[];
}

/** People of a shop that differ in what they spend and in how an offer moves them, and limits of which some bind. */
export function randomInstance(seed: number, people: number): Instance {
  const source = seededRandom(seed);
  const random = (): number => source.uniform();
  const between = (from: number, to: number): number => from + (to - from) * random();
  const chance = (probability: number): boolean => random() < probability;
  const offers = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, place) => {
    const faceValue = chance(0.1) ? 0 : 5 * (place + 1);
    return { id: `coupon-${place}`, faceValue, contactCost: chance(0.2) ? 0.5 : 0.05, effect: between(0.2, 1) };
  });
  const quotas = Array.from({ length: Math.floor(random() * 4) }, () => ({ share: between(0.05, 0.6) }));
  const redemption = between(0.4, 1);
  const isCoarse = chance(0.2);
  const options = offers.map(() => ({
    eligible: new Uint8Array(people),
    conversion: new Float64Array(people),
    natural: new Float64Array(people),
    cost: new Float64Array(people),
    profit: new Float64Array(people),
  }));
  const memberships = new Uint32Array(people);
  for (let row = 0; row < people; row++) {
    const orderValue = isCoarse ? 60 + 20 * Math.floor(random() * 4) : Math.exp(between(2.5, 5.5));
    const natural = isCoarse ? 0.05 : between(0.01, 0.2);
    const swayed = isCoarse ? 0.1 * Math.floor(random() * 4) : between(0, 0.4) * random();
    quotas.forEach(
      ({ share }, quota) => (memberships[row] = (memberships[row] ?? 0) | (chance(share) ? 1 << quota : 0)),
    );
    offers.forEach(({ faceValue, contactCost, effect }, offer) => {
      const own = options[offer]!;
      const conversion = Math.min(1, natural + swayed * (1 - Math.exp((-effect * faceValue) / 5 - 0.2)));
      const cost = contactCost + conversion * redemption * faceValue;
      const profit = 0.35 * orderValue * (conversion - natural) - cost;
      own.natural[row] = natural;
      own.conversion[row] = conversion;
      own.cost[row] = cost;
      own.profit[row] = profit;
      own.eligible[row] = Number(profit > 0 && chance(0.92));
    });
  }
  const objective = (['profit', 'conversions', 'incrementalConversions'] as const)[Math.floor(random() * 3)]!;
  const ids = Array.from({ length: people }, (_, row) => `u${seed}-${row}`);
  // What all that is worth most uses.
  let [count, reserved, profit, cost] = [0, 0, 0, 0];
  const given = offers.map(() => 0);
  const members = quotas.map(() => 0);
  for (let row = 0; row < people; row++) {
    const open = offers.map((_, offer) => offer).filter((offer) => options[offer]!.eligible[row] === 1);
    const [best] = open.sort((a, b) => options[b]!.profit[row]! - options[a]!.profit[row]!);
    if (best === undefined) continue;
    count += 1;
    reserved += offers[best]!.faceValue + offers[best]!.contactCost;
    profit += options[best]!.profit[row]!;
    cost += options[best]!.cost[row]!;
    given[best]! += 1;
    quotas.forEach((_, quota) => (members[quota]! += (memberships[row]! >>> quota) & 1));
  }
  const minimumRoi = chance(0.35)
    ? Math.round(100 * (profit / Math.max(cost, 0.01)) * between(0.8, 1.8)) / 100
    : undefined;
  const problem: AllocationProblem = {
    offers: offers.map(({ id, faceValue, contactCost }, offer) => ({
      id,
      reserve: faceValue + contactCost,
      ...(chance(0.35) ? { stock: Math.floor(given[offer]! * between(0.2, 1.1)) } : {}),
    })),
    ...(chance(0.5) ? { audience: Math.floor(count * between(0.2, 1.1)) } : {}),
    ...(chance(0.7) ? { budget: Math.round(reserved * between(0.1, 1) * 100) / 100 } : {}),
    ...(minimumRoi === undefined ? {} : { minimumRoi }),
    quotas: quotas.map((_, quota) => ({
      segment: `segment-${quota}`,
      ...(chance(0.5) ? { minimum: Math.floor(members[quota]! * between(0.05, 0.6)) } : {}),
      ...(chance(0.5) ? { maximum: Math.ceil(members[quota]! * between(0.6, 1)) } : {}),
    })),
  };
  const block = optionBlock(
    options,
    Uint32Array.from({ length: people }, (_, row) => row),
    {
      objective,
      keys: idKeys(PackedTexts.of(ids)),
      quotas: memberships,
      ...(minimumRoi === undefined ? {} : { minimumRoi }),
    },
  );
  return { problem, objective, block, ids };
}

/** Some rows of a block. */
export function pick({ keys, quotas, value, surplus }: OptionBlock, rows: ArrayLike<number>): OptionBlock {
  const places = Uint32Array.from(rows);
  const of = (column: Float64Array) => Float64Array.from(places, (row) => column[row]!);
  return {
    rows: places.length,
    keys: places.map((row) => keys[row]!),
    quotas: places.map((row) => quotas[row]!),
    value: value.map(of),
    ...(surplus === undefined ? {} : { surplus: surplus.map(of) }),
  };
}
