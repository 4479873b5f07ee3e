import { asksModel, type Offer } from '../index.js';

/** Coupons that differ in what they are worth: places among the offers of their strategy, two or more, by face value. */
export type CouponKind = readonly number[];

/**
 * The kinds of coupons of a strategy that has several of one: same channel, same minimum spend, and models that tell P(goal |
 * offer) of each. Rates that a marketer wrote are no kind, and neither are offers without a face value.
 */
export function couponKinds(offers: readonly Offer[]): readonly CouponKind[] {
  const kinds = new Map<string, number[]>();
  offers.forEach(({ faceValue, channel, minimumSpend, response }, place) => {
    if (faceValue <= 0 || !asksModel(response)) return;
    const key = JSON.stringify([channel ?? null, minimumSpend ?? null]);
    kinds.set(key, [...(kinds.get(key) ?? []), place]);
  });
  const valueOf = (place: number): number => offers[place]?.faceValue ?? 0;
  return Object.freeze(
    [...kinds.values()]
      .filter((places) => places.length > 1)
      .map((places) => Object.freeze(places.sort((a, b) => valueOf(a) - valueOf(b) || a - b))),
  );
}

/**
 * Puts the conversions of one person right where those of a kind fall although the face value rises: neighbours that do are
 * replaced by their mean until none is left, which is the closest sequence that never falls (pool adjacent violators; Ayer et
 * al., 1955). Coupons of equal face value may differ. What isn't known stays NaN and takes no part.
 *
 * @param conversions by place in the kind; changed in place
 */
export function raiseWithValue(conversions: Float64Array, kind: CouponKind, offers: readonly Offer[]): void {
  if (!isFalling(conversions, kind, offers)) return;
  const order = [...kind.keys()]
    .filter((place) => !Number.isNaN(conversions[place]))
    .sort((a, b) => valueAt(kind, offers, a) - valueAt(kind, offers, b) || at(conversions, a) - at(conversions, b));
  const pools: { sum: number; readonly places: number[] }[] = [];
  for (const place of order) {
    let pool = { sum: at(conversions, place), places: [place] };
    for (let last = pools.at(-1); last !== undefined && meanOf(last) > meanOf(pool); last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, places: [...last.places, ...pool.places] };
      pools.pop();
    }
    pools.push(pool);
  }
  for (const pool of pools) {
    if (pool.places.length > 1) for (const place of pool.places) conversions[place] = meanOf(pool);
  }
}

/** Most people's conversions are right as they are. */
function isFalling(conversions: Float64Array, kind: CouponKind, offers: readonly Offer[]): boolean {
  let [most, value] = [-Infinity, 0];
  let before = -Infinity;
  for (let place = 0; place < kind.length; place++) {
    const conversion = at(conversions, place);
    if (Number.isNaN(conversion)) continue;
    const own = valueAt(kind, offers, place);
    if (own > value) [before, value] = [most, own];
    if (conversion < before) return true;
    most = Math.max(most, conversion);
  }
  return false;
}

function at(conversions: Float64Array, place: number): number {
  return conversions[place] ?? Number.NaN;
}

function valueAt(kind: CouponKind, offers: readonly Offer[], place: number): number {
  return offers[kind[place] ?? 0]?.faceValue ?? 0;
}

function meanOf({ sum, places }: { readonly sum: number; readonly places: readonly number[] }): number {
  return sum / places.length;
}
