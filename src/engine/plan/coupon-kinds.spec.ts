import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Offer } from '../index.js';
import { couponKinds, raiseWithValue } from './coupon-kinds.js';

const coupon = (faceValue: number, changes: Partial<Offer> = {}): Offer => ({
  id: `coupon-${faceValue}`,
  title: 'a coupon',
  faceValue,
  redemptionRate: 0.9,
  contactCost: 0.05,
  response: { model: 'response' },
  ...changes,
});

describe('coupons of one kind', () => {
  it('share channel and minimum spend, and models tell what they do; they stand by face value', () => {
    const offers = [coupon(20), coupon(5), coupon(10, { channel: 'sms' }), coupon(15), coupon(7, { minimumSpend: 50 })];
    expect(couponKinds(offers)).toEqual([[1, 3, 0]]);
  });

  it('are not offers of a written rate, or without a face value', () => {
    expect(couponKinds([coupon(5, { response: { rate: 0.1 } }), coupon(10), coupon(0)])).toEqual([]);
  });
});

describe('conversions of a kind', () => {
  const raised = (conversions: readonly number[], offers: readonly Offer[]): readonly number[] => {
    const [kind = []] = couponKinds(offers);
    const changed = Float64Array.from(conversions);
    raiseWithValue(changed, kind, offers);
    return [...changed];
  };

  it('that fall are replaced by their mean, and what is not known takes no part', () => {
    const offers = [coupon(5), coupon(10), coupon(15), coupon(20)];
    expect(raised([0.1, 0.3, 0.2, 0.4], offers)).toEqual([0.1, 0.25, 0.25, 0.4]);
    expect(raised([0.5, Number.NaN, 0.25, 0.5], offers)).toEqual([0.375, Number.NaN, 0.375, 0.5]);
  });

  it('never fall with the face value afterwards, keep their mean, and stay where they did not', () => {
    const values = fc.constantFrom(5, 5, 10, 20);
    const conversions = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(fc.tuple(values, conversions), { minLength: 2, maxLength: 6 }), (coupons) => {
        const offers = coupons.map(([value]) => coupon(value));
        const [kind = []] = couponKinds(offers);
        const before = kind.map((place) => coupons[place]![1]);
        const after = raised(before, offers);
        const known = [...kind.keys()].filter((place) => !Number.isNaN(before[place]!));
        expect(after.map(Number.isNaN)).toEqual(before.map(Number.isNaN));
        for (const one of known)
          for (const two of known)
            if (offers[kind[one]!]!.faceValue < offers[kind[two]!]!.faceValue)
              expect(after[one]!).toBeLessThanOrEqual(after[two]! + 1e-12);
        const sum = (figures: readonly number[]) => known.reduce((all, place) => all + figures[place]!, 0);
        expect(sum(after)).toBeCloseTo(sum(before), 9);
        expect(raised(after, offers).map((figure) => figure.toFixed(9))).toEqual(
          after.map((figure) => figure.toFixed(9)),
        );
      }),
    );
  });
});
