import { fixedWords } from '#strata/kernel';
import { COUPONS } from '#strata/simulator/coupons';
import { printLine, printTable } from '../../output/output.js';
import { type CouponComparison } from './compare-coupons.js';

const count = (value: number): string => fixedWords(value, 0);

/** What each way earned, and what follows. */
export function printCoupons(comparison: CouponComparison): void {
  const { budget, given, personal, single, singleGiven } = comparison;
  const values = COUPONS.map(({ faceValue }) => String(faceValue));
  printLine(
    `\nThe next step: coupons of ${values.join(', ')}, one uplift model of all, the same budget of ${count(budget)} for each way.`,
  );
  printLine(
    'The models learned from a random mailing; others get the coupons. What they earn is the truth of the simulation.',
  );
  printTable(
    ['who gets which coupon', 'people', 'profit in truth'],
    [
      ...COUPONS.map(({ faceValue }, place) => [
        `only ${String(faceValue)}`,
        count(singleGiven[place] ?? 0),
        count(single[place] ?? 0),
      ]),
      [`the best of the three for each, or none`, given.map(count).join(' + '), count(personal)],
    ],
  );
  printLine(couponReading(comparison));
}

/** One sentence from the figures: what personalising earned against the best single coupon, and how sure that is. */
export function couponReading({
  gain,
  expectedBest,
  single,
  personal,
}: Pick<CouponComparison, 'gain' | 'expectedBest' | 'single' | 'personal'>): string {
  const { value, lower, upper } = gain;
  const rival = `only ${String(COUPONS[expectedBest]?.faceValue ?? '')}, which the models expected to be the best single one`;
  const much = `${count(Math.abs(value))} ${value < 0 ? 'less' : 'more'} (95 %: ${count(lower)} to ${count(upper)})`;
  const sure = lower > 0 ? '' : upper < 0 ? ': here it does not pay' : ': here that is no more for sure';
  const best = Math.max(...single);
  const hindsight =
    best > (single[expectedBest] ?? best)
      ? ` Only ${String(COUPONS[single.indexOf(best)]?.faceValue ?? '')} would have been better than that, with ${count(best)}, ${personal > best ? 'and still less' : 'and no less'} than each its own.`
      : '';
  return `Each its own earns ${much} than ${rival}${sure}.${hindsight}`;
}
