import { fixedWords } from '#strata/kernel';
import { type StoredTraining } from '#strata/models/training';
import { type SelectorComparison } from '#strata/simulator/story';
import { printLadderShort } from '../ladder/print-ladder.js';
import { printJson, printLine, printTable } from '../output/output.js';
import { COUPONS } from '#strata/simulator/coupons';
import { printCoupons } from './coupons/print-coupons.js';
import { type DemoResult } from './demo.js';
import { printDecision } from './print-decision.js';
import { readingOf, TITLES } from './reading.js';
import { count, percent } from './words.js';

/** The whole demo for people. */
export function printDemo(result: DemoResult): void {
  const { shop, strategy, models, chosen, leftOut, story, coupons, ladder } = result;
  const control = shop.world === 'everyone-responds' ? ', the negative control: the coupon lifts everybody alike' : '';
  printLine(
    `A shop of ${count(shop.users.rows)} simulated customers (seed ${shop.seed}, world ${shop.world}${control}).`,
  );
  models.forEach(({ document, report }) => {
    printLine(`${document.title}: ${count(report.training)} examples, ${aucWords(report.holdout)}.`);
  });

  printLine(`\nTwo decisions of “${strategy.title}”, made by the running API`);
  printDecision(chosen, result);
  printDecision(leftOut, result);

  const [first] = story.comparison;
  printLine(
    `\nThe story replayed on the other half: each selector picks ${count(first?.audience ?? 0)} customers of the last campaign.`,
  );
  printLine(
    'Measured by the random control inside each audience, scaled to all of it; beside it the truth of the simulation.',
  );
  printTable(
    ['who picks', 'orders', 'incremental', 'coupons used', 'cost', 'profit', 'ROI (95 %)', 'ROI in truth'],
    story.comparison.map((row) => [
      TITLES[row.selector],
      count(row.conversions),
      count(row.incremental),
      count(row.redeemed),
      count(row.cost),
      count(row.profit),
      `${percent(row.roi, 0)} (${percent(row.roiInterval[0], 0)} to ${percent(row.roiInterval[1], 0)})`,
      percent(row.truth.roi, 0),
    ]),
  );
  printLine(LEGEND);
  readingOf(story).forEach((line) => {
    printLine(line);
  });
  printCoupons(coupons);
  printLine(
    `\nWhat each layer earns: “${ladder.strategy.title}”, replayed on a mailing to ${count(ladder.history.people)} customers with a random control`,
  );
  printLadderShort(ladder);
}

const LEGEND = `Engaged: most orders first. Coupon-affine: largest share of orders with a coupon first. One model: likeliest to order with
the coupon first. Two models: the same, after leaving out the likeliest to order anyway; their share was chosen by profit
on customers who take no other part. Expected profit: both models and the customer's order value in one figure.`;

function aucWords(holdout: StoredTraining['holdout']): string {
  if (holdout === null || !('auc' in holdout)) return 'not judged';
  const { value, lower, upper } = holdout.auc;
  return `AUC ${fixedWords(value, 2)} (${fixedWords(lower, 2)} to ${fixedWords(upper, 2)}) on the latest mailings`;
}

/** The whole demo for machines: `{"decisions": […], "comparison": […], "coupons": {…}, "ladder": {…}}`. */
export function printDemoJson({ chosen, leftOut, story, coupons, ladder }: DemoResult): void {
  printJson({
    decisions: [chosen.decision, leftOut.decision],
    comparison: story.comparison.map((row) =>
      row.selector === 'two-model' ? { ...inCents(row), leftOut: story.leaveOut } : inCents(row),
    ),
    coupons: couponsInCents(coupons),
    ladder: { sentences: ladder.sentences, levels: ladder.levels.map(({ level, equal }) => ({ level, ...equal })) },
  });
}

function couponsInCents({
  budget,
  given,
  personal,
  single,
  singleGiven,
  expectedBest,
  gain,
}: DemoResult['coupons']): object {
  const coupons = COUPONS.map(({ id }, place) => {
    const [people, alone] = [given[place], singleGiven[place]];
    return { id, people, alone: { people: alone, profit: round(single[place] ?? 0, 2) } };
  });
  const interval = [round(gain.lower, 2), round(gain.upper, 2)];
  const best = COUPONS[expectedBest]?.id;
  return { budget, coupons, profit: round(personal, 2), against: best, gain: round(gain.value, 2), interval };
}

function inCents({ truth, roiInterval, ...row }: SelectorComparison): object {
  return { ...rounded(row), roiInterval: roiInterval.map((bound) => round(bound, 4)), truth: rounded(truth) };
}

function rounded<T extends Omit<SelectorComparison, 'truth' | 'roiInterval' | 'selector'>>(row: T): T {
  return {
    ...row,
    conversions: round(row.conversions, 1),
    redeemed: round(row.redeemed, 1),
    incremental: round(row.incremental, 1),
    cost: round(row.cost, 2),
    profit: round(row.profit, 2),
    roi: round(row.roi, 4),
  };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}
