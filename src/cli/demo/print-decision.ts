import { type Reason, type Stage, type Strategy } from '#strata/engine';
import { moneyWords } from '#strata/kernel';
import { type ScoreReasons } from '#strata/models/proof/explanation';
import { printLine } from '../output/output.js';
import { type Example, type ExplainedDecision } from './ask.js';
import { type DemoResult } from './demo.js';
import { percent } from './words.js';

/** The stages of a decision as a marketer names them, in their order. */
const STAGE_TITLES: Readonly<Record<Stage, string>> = {
  active: 'running',
  consent: 'consent',
  segment: 'segment',
  arm: 'arm',
  trigger: 'trigger',
  predictive: 'models',
  baseline: 'human rule',
  caps: 'contacts',
  offer: 'offer',
  holdout: 'hold-out',
  reserve: 'result',
};
const WIDTH = 13;
/** Features that moved a score most, shown for each model. */
const SHOWN = 4;

/** A decision as a waterfall: stage after stage in words, then the money, then what moved each score. */
export function printDecision(
  { row, facts, decision }: Example,
  { strategy, currency, shop: { truth } }: DemoResult,
): void {
  const { offer, userId } = decision;
  printLine(`\nCustomer ${userId}: ${offer === null ? 'no coupon' : `gets “${offer.title}”`}`);
  for (const [stage, reasons] of stagesOf(decision, strategy)) {
    reasons.forEach(({ mark, words }, index) => {
      printLine(`  ${(index === 0 ? STAGE_TITLES[stage] : '').padEnd(WIDTH)}${mark} ${words}`);
    });
  }
  if (offer !== null && offer.expected !== null) printMoney(offer.expected, { strategy, facts, currency });
  for (const { model, value, reasons } of decision.explanation.scores) {
    if (reasons !== null) printReasons(model, value, reasons);
  }
  if (decision.nearestChange !== null) printPart('would change', decision.nearestChange.words);
  const orders = `orders with ${percent(truth.natural[row] ?? 0)} without the coupon, with ${percent(truth.withCoupon[row] ?? 0)} with it`;
  printPart('in truth', `${orders} (only the simulation knows)`);
}

function printPart(title: string, words: string): void {
  printLine(`  ${title.padEnd(WIDTH)}  ${words}`);
}

interface Line {
  readonly mark: string;
  readonly words: string;
}

/** Every stage up to the one that stopped; a stage that passes in silence gets a line of its own where it matters. */
function stagesOf(decision: ExplainedDecision, { consent }: Strategy): readonly (readonly [Stage, readonly Line[]])[] {
  const lines = new Map<Stage, Line[]>();
  if (consent !== undefined && decision.stoppedBy !== 'consent') {
    lines.set('consent', [{ mark: '✓', words: `agreed to ${consent} messages` }]);
  }
  for (const reason of decision.reasons) {
    const line = { mark: markOf(reason, decision), words: reason.words };
    lines.set(reason.stage, [...(lines.get(reason.stage) ?? []), line]);
  }
  return (Object.keys(STAGE_TITLES) as Stage[]).flatMap((stage) => {
    const found = lines.get(stage);
    return found === undefined ? [] : [[stage, found] as const];
  });
}

function markOf({ code, stage }: Reason, { stoppedBy }: ExplainedDecision): string {
  if (code === 'ARM') return '·';
  return stage === stoppedBy ? '✗' : '✓';
}

/** The formula of the expected profit with this customer's figures in it. */
function printMoney(
  expected: NonNullable<NonNullable<ExplainedDecision['offer']>['expected']>,
  { strategy, facts, currency }: Pick<DemoResult, 'strategy' | 'currency'> & Pick<Example, 'facts'>,
): void {
  const {
    goal,
    offers: [offer],
  } = strategy;
  const money = (amount: number) => moneyWords(amount, currency);
  const { conversion, natural, cost, profit } = expected;
  const value = typeof goal.orderValue === 'number' ? goal.orderValue : Number(facts[goal.orderValue.fact]);
  if (offer === undefined || natural === null) return;
  const lift = `(${percent(conversion)} − ${percent(natural)})`;
  const used = `${percent(conversion)} × used by ${percent(offer.redemptionRate, 0)} × ${money(offer.faceValue)}`;
  printPart(
    'earns',
    `margin ${percent(goal.margin, 0)} × order of ${money(value)} × ${lift} = ${money(profit + cost)}`,
  );
  printPart('costs', `message ${money(offer.contactCost)} + ${used} = ${money(cost)}`);
  printPart('expected', `profit of ${money(profit)}`);
}

/** The features that moved the score most, in points of probability. */
function printReasons(model: string, value: number, { reasons }: ScoreReasons): void {
  printPart('why', `${model} ${percent(value)}:`);
  for (const { words } of reasons.slice(0, SHOWN)) printPart('', words);
}
