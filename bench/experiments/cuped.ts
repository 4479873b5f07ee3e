import { seededRandom } from '#sdk';
import { mailEverybody } from '#strata/simulator/everybody';
import { simulateShop } from '#strata/simulator/shop';
import { armEffect, type Moments } from '#strata/statistics/experiments';

/** How much noise CUPED takes away on the simulated shop, as shares of the variance of the difference. */
export interface CupedOnShop {
  readonly people: number;
  /** Of what people spent with what they had spent in the 90 days before. */
  readonly squaredCorrelation: number;
  /** What readouts say, on average. */
  readonly reported: number;
  /** What it was, over all the drawings. */
  readonly measured: number;
}

/**
 * Draws the customers of a shop into two arms that get the same, again and again: without an effect the differences
 * vary by noise alone, with and without the adjustment by what people spent before.
 */
export function cupedOnShop({ users, seed, drawings }: { users: number; seed: number; drawings: number }): CupedOnShop {
  const shop = simulateShop({ users, seed });
  const now = mailEverybody(shop).amount;
  const spent = shop.users.facts.find(({ name }) => name === 'spend90d');
  if (spent?.type !== 'number') throw new TypeError('the shop does not know what people spent');
  const before = spent.values;
  const random = seededRandom(seed);
  const all = momentsWhere(now, before, () => true);
  const differences = { plain: [] as number[], adjusted: [] as number[], reported: [] as number[] };
  for (let drawing = 0; drawing < drawings; drawing++) {
    const treated = momentsWhere(now, before, () => random.uniform() < 0.5);
    const control = minus(all, treated);
    const effect = armEffect(control, treated, { kind: 'mean', adjusted: true }, { scale: 'absolute', level: 0.95 });
    if (effect.status !== 'estimated') continue;
    differences.plain.push(effect.treatment - effect.control);
    differences.adjusted.push(effect.effect.value);
    differences.reported.push(effect.varianceReduction);
  }
  const { plain, adjusted, reported } = differences;
  return {
    people: users,
    squaredCorrelation: squaredCorrelation(all),
    reported: reported.reduce((sum, one) => sum + one, 0) / reported.length,
    measured: 1 - varianceOf(adjusted) / varianceOf(plain),
  };
}

function momentsWhere(now: Float64Array, before: Float64Array, isIn: () => boolean): Moments {
  let [people, y, x, yy, xy, xx] = [0, 0, 0, 0, 0, 0];
  for (let person = 0; person < now.length; person++) {
    if (!isIn()) continue;
    const [a, b] = [now[person]!, before[person]!];
    people++;
    y += a;
    x += b;
    yy += a * a;
    xy += a * b;
    xx += b * b;
  }
  return {
    people,
    sums: [y, x],
    products: [
      [yy, xy],
      [xy, xx],
    ],
  };
}

function minus(all: Moments, part: Moments): Moments {
  return {
    people: all.people - part.people,
    sums: all.sums.map((sum, at) => sum - part.sums[at]!),
    products: all.products.map((row, at) => row.map((sum, other) => sum - part.products[at]![other]!)),
  };
}

function squaredCorrelation({ people, sums, products }: Moments): number {
  const covariance = (a: number, b: number) => products[a]![b]! / people - (sums[a]! / people) * (sums[b]! / people);
  return covariance(0, 1) ** 2 / (covariance(0, 0) * covariance(1, 1));
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
