import { seededRandom, type SeededRandom } from '#sdk';
import { type ArmPolicy, type ContextFact } from '#strata/engine';
import { contextOf } from '#strata/engine/policies';
import { COUPONS, mailCoupons } from '#strata/simulator/coupons';
import { simulateShop } from '#strata/simulator/shop';

const MARGIN = 0.3;
const CONTACT_COST = 0.05;
/** What a policy is told of a person, beside 1. */
const FACTS = ['orders', 'couponOrders', 'couponViews', 'averageOrderValue', 'visits30d', 'messagesOpened30d'];

export type RewardOf = NonNullable<ArmPolicy['reward']>;

/** People to give one of three coupons, and what each coupon truly does to them. */
export interface CouponWorld {
  readonly offers: readonly string[];
  readonly rows: number;
  /** For arms that tell people apart. */
  readonly context: readonly ContextFact[];
  contextOf(row: number, policy: ArmPolicy): Float64Array;
  /** The mean reward of each coupon for a person: P(order), or money. */
  expected(row: number, reward: RewardOf): readonly number[];
  /** What came of a coupon. */
  draw(row: number, coupon: number, random: SeededRandom): { readonly converted: boolean; readonly profit: number };
}

/** The simulated shop's people and coupons. */
export function couponWorld(users: number, seed: number): CouponWorld {
  const shop = simulateShop({ users, seed });
  const { withCoupon, redemption } = mailCoupons(shop).truth;
  const columns = FACTS.map((name) => numbersOf(shop.history.facts.find((fact) => fact.name === name)));
  const profit = (row: number, coupon: number, conversion: number, redeemed: number): number =>
    conversion * (MARGIN * shop.truth.orderValue[row]! - redeemed * COUPONS[coupon]!.faceValue) - CONTACT_COST;
  return {
    offers: COUPONS.map(({ id }) => id),
    rows: shop.history.rows,
    context: FACTS.map((fact, place) => ({ fact, ...momentsOf(columns[place]!) })),
    contextOf: (row, policy) =>
      contextOf(policy, Object.fromEntries(FACTS.map((fact, place) => [fact, columns[place]![row]]))),
    expected: (row, reward) =>
      COUPONS.map((_, coupon) => {
        const conversion = withCoupon[coupon]![row]!;
        return reward === 'conversion' ? conversion : profit(row, coupon, conversion, redemption[coupon]![row]!);
      }),
    draw(row, coupon, random) {
      const converted = random.uniform() < withCoupon[coupon]![row]!;
      const redeemed = random.uniform() < redemption[coupon]![row]!;
      return { converted, profit: profit(row, coupon, Number(converted), Number(redeemed)) };
    },
  };
}

function numbersOf(column: { readonly type: string; readonly values?: Float64Array } | undefined): Float64Array {
  if (column?.values === undefined) throw new TypeError('the shop does not know a number that the bench reads');
  return column.values;
}

function momentsOf(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  const known = values.filter(Number.isFinite);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const square = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  return { mean, deviation: Math.sqrt(square) || 1 };
}

/** The people of a run, one a decision: the same for all who choose. */
export function peopleOf({ rows }: CouponWorld, decisions: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  return Int32Array.from({ length: decisions }, () => random.integer(rows));
}
