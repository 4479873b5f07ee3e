import { type SelectorComparison, type StorySelector, type Story } from '#strata/simulator/story';
import { count, percent } from './words.js';

/** What each selector is called in a sentence. */
export const TITLES: Readonly<Record<StorySelector, string>> = {
  baseline: 'human rule: engaged',
  'baseline-coupon-affine': 'human rule: coupon-affine',
  'one-model': 'one model',
  'two-model': 'two models',
  'expected-profit': 'expected profit',
  oracle: 'oracle (the truth)',
};

/** Two lines about a story, both computed from its figures. */
export function readingOf({ comparison, leaveOut }: Story): readonly [string, string] {
  const of = (selector: StorySelector) => byId(comparison, selector);
  return [leavingOut(of('one-model'), of('two-model'), of('baseline'), leaveOut), ranking(comparison)];
}

function leavingOut(
  one: SelectorComparison,
  two: SelectorComparison,
  engaged: SelectorComparison,
  leaveOut: number,
): string {
  if (leaveOut === 0) {
    return `On the validation customers leaving out sure things earned nothing, so two models pick as one does: ROI ${percent(one.roi, 0)} (engaged rule ${percent(engaged.roi, 0)}).`;
  }
  const saved = one.cost - two.cost;
  const lost = one.incremental - two.incremental;
  const money = `${saved < 0 ? 'costs' : 'saves'} ${count(Math.abs(saved))}`;
  const orders = `${lost < 0 ? 'gains' : 'gives up'} ${count(Math.abs(lost))} of ${count(one.incremental)} incremental orders`;
  const better = two.roi > one.roi;
  const roi = `ROI ${percent(two.roi, 0)} ${better ? 'instead of' : 'and not'} ${percent(one.roi, 0)} (in truth ${percent(two.truth.roi, 0)} and ${percent(one.truth.roi, 0)}; engaged rule ${percent(engaged.roi, 0)})`;
  return `Leaving out the ${percent(leaveOut, 0)} likeliest natural buyers ${money} and ${orders}: ${roi}${verdict(one, two)}.`;
}

function verdict(one: SelectorComparison, two: SelectorComparison): string {
  const disagree = two.roi > one.roi !== two.truth.roi > one.truth.roi;
  if (disagree) return '; the measurement is off by chance';
  if (two.roi <= one.roi) return '; here the second model does not pay';
  return two.profit < one.profit ? `, at ${count(one.profit - two.profit)} less profit` : '';
}

function ranking(comparison: readonly SelectorComparison[]): string {
  const real = comparison.filter(({ selector }) => selector !== 'oracle');
  const best = real.reduce((a, b) => (b.profit > a.profit ? b : a));
  const oracle = byId(comparison, 'oracle');
  const affine = byId(comparison, 'baseline-coupon-affine');
  const two = byId(comparison, 'two-model');
  const rule = affine.roi > two.roi ? 'has a better ROI than' : 'has no better ROI than';
  return `Most profit: ${TITLES[best.selector]}, ${count(best.profit)} (${percent(best.profit / oracle.profit, 0)} of the oracle's). The coupon-affine rule ${rule} two models (${percent(affine.roi, 0)} and ${percent(two.roi, 0)}).`;
}

function byId(comparison: readonly SelectorComparison[], selector: StorySelector): SelectorComparison {
  const found = comparison.find((candidate) => candidate.selector === selector);
  if (found === undefined) throw new TypeError(`no selector ${selector}`);
  return found;
}
