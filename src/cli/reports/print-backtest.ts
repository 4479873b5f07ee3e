import { fixedWords } from '#strata/kernel';
import {
  type BacktestReport,
  type Breakdown,
  type SelectorResult,
  type Sweep,
  type SweepPoint,
} from '#strata/measurement/backtest';
import { type ModelVersion } from '#strata/models/registry';
import { type Estimate } from '#strata/statistics';
import { decimals, percent, printLine, printTable } from '../output/output.js';
import { printFairness } from './print-fairness.js';

/** A backtest for people: the verdict, then the tables that it stands on, each with how to read it. */
export function printBacktest(report: BacktestReport, recorded: readonly ModelVersion[]): void {
  const { outcome, sentences } = report.verdict;
  printLine(`${report.strategy.title}: ${outcome.toUpperCase()}`);
  sentences.forEach((sentence) => {
    printLine(sentence);
  });
  printHistory(report);
  printSelectors(report);
  printBreakdowns('By month', report.months);
  printBreakdowns('By segment', report.segments);
  printOffPolicy(report);
  if (report.sweep !== null) printSweep(report.sweep);
  if (report.fairness !== null) printFairness(report.fairness);
  report.notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
  printRecorded(recorded);
}

function printHistory({ history, models, source, basis }: BacktestReport): void {
  const { test, people, offered, control, conversions, period, validation } = history;
  const when = period === null ? '' : `, ${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`;
  const learned = models.map(
    ({ model, version, learnedBefore }) =>
      `${model}@${version} learned ${learnedBefore === null ? 'from random rows' : `before ${learnedBefore.slice(0, 10)}`}`,
  );
  printLine();
  printLine(`Judged on ${whole(test)} rows (${whole(people)} people) of ${source}${when}; ${learned.join(', ')}.`);
  const groups = basis === 'gross' ? 'all with an offer' : `${whole(offered)} with an offer, ${whole(control)} without`;
  const chosen = validation === 0 ? '' : `; ${whole(validation)} other rows choose the share to leave out`;
  printLine(`${groups}, ${whole(conversions)} conversions${chosen}.`);
}

function printSelectors({ selectors, basis, plan }: BacktestReport): void {
  const equal =
    plan.by === 'audience'
      ? `the same ${whole(plan.audience)} people each (${percent(plan.share)})`
      : `the same budget of ${whole(plan.budget)} each`;
  printLine();
  printLine(`What each would have brought, with ${equal}`);
  printTable(
    [
      'selector',
      'people',
      'conversions',
      ...(basis === 'gross' ? [] : ['because of it']),
      'cost',
      'profit',
      'ROI',
      'strategy is ahead by',
    ],
    selectors.map((one) => [
      one.selector,
      whole(one.audience),
      whole(one.conversions.value),
      ...(one.incremental === null ? [] : [withInterval(one.incremental)]),
      whole(one.cost.value),
      withInterval(one.profit),
      one.roi === null ? '–' : roiOf(one.roi),
      aheadOf(one),
    ]),
  );
  selectors.forEach(({ selector, title }) => {
    printLine(`  ${selector}: ${title}`);
  });
  printLine(
    basis === 'gross'
      ? 'Read: nobody was left without an offer, so every conversion counts as earned (gross); profit = margin × value − cost.'
      : 'Read: "because of it" is what those with the offer did beyond those without; profit = margin × its value − cost, ROI = profit ÷ cost.',
  );
  printLine('An interval of "ahead by" that holds 0 is a draw.');
}

function aheadOf({ strategyAhead }: SelectorResult): string {
  return strategyAhead === null ? '' : withInterval(strategyAhead.profit);
}

function printBreakdowns(title: string, rows: readonly Breakdown[]): void {
  if (rows.length < 2) return;
  printLine();
  printLine(`${title}: strategy and human rule`);
  printTable(
    ['', 'rows', 'people', 'conversions earned', 'profit', 'human: people', 'earned', 'profit', 'strategy is ahead by'],
    rows.map(({ name, rows: count, strategy, humanRule, ahead }) => [
      name,
      whole(count),
      whole(strategy.audience),
      whole(strategy.conversions),
      whole(strategy.profit),
      whole(humanRule.audience),
      whole(humanRule.conversions),
      whole(humanRule.profit),
      withInterval(ahead),
    ]),
  );
  printLine('Read: the same comparison on a part of the rows; the smaller the part, the wider the interval.');
  printLine('Parts that point the same way make chance less likely; a part alone proves little.');
}

function printOffPolicy({ offPolicy, history }: BacktestReport): void {
  if (offPolicy === null) return;
  printLine();
  printLine('Conversions in the whole pool, had each decided for all of it, counted in four ways');
  printTable(
    [
      'selector',
      'weighted',
      'self-normalised',
      'doubly robust',
      'models alone',
      'rows that tell',
      'as good as',
      'largest weight',
    ],
    offPolicy.map(({ selector, value, inside }) => [
      selector,
      ...(value.status === 'refused'
        ? [`refused: ${value.reason}`, '–', '–', '–']
        : [
            share(value.ipw),
            share(value.snipw),
            value.dr === null ? '–' : share(value.dr),
            value.dm === null ? '–' : percent(value.dm.value, 2),
          ]),
      whole(value.weights.matched),
      whole(value.weights.effectiveSampleSize),
      decimals(inside.largest, 2),
    ]),
  );
  const how =
    history.propensities === 'recorded'
      ? 'the recorded probabilities'
      : 'the shares of the offers within each campaign, as drawn by lot';
  printLine(`Read: each row that got what a selector would give counts 1 ÷ its probability (${how}).`);
  printLine('The ways agree where the probabilities are right; "models alone" trusts the models and nothing else.');
}

function printSweep({ model, chosen, validatedOn, validation, test }: Sweep): void {
  printLine();
  printLine(
    `Leaving out the likeliest to buy anyway, by ${model}: chosen on ${validatedOn}, checked on the judging rows`,
  );
  printTable(
    ['left out', 'who scores from', 'profit where chosen', 'profit where checked', 'ROI', 'gained by leaving out'],
    test.map((point, index) => [
      `${percent(point.leftOut, 0)}${point.leftOut === chosen ? ' ←' : ''}`,
      point.threshold === null ? 'nobody' : decimals(point.threshold, 4),
      profitOf(validation[index]),
      profitOf(point),
      point.roi === null ? '–' : roiOf(point.roi),
      withInterval(point.gain),
    ]),
  );
  const picked = test.find(({ leftOut }) => leftOut === chosen);
  printLine(
    `Read: ← is the largest profit on the rows that choose; on the rows that check it gained ${picked === undefined ? '–' : withInterval(picked.gain)}.`,
  );
  printLine('Trust the second column of profits: the first one chose, so its best is too good.');
}

function profitOf(point: SweepPoint | undefined): string {
  return point === undefined ? '–' : withInterval(point.profit);
}

function printRecorded(versions: readonly ModelVersion[]): void {
  if (versions.length === 0) {
    printLine('Not recorded: a history that cannot tell is no evidence.');
    return;
  }
  const names = versions.map(({ modelId, version, stage }) => `${modelId}@${version} (${stage})`);
  printLine(`Recorded as evidence of the stage "backtested": ${names.join(', ')}.`);
}

function withInterval({ value, lower, upper }: Estimate): string {
  return `${whole(value)} [${whole(lower)}, ${whole(upper)}]`;
}

function roiOf({ value, lower, upper }: Estimate): string {
  return `${whole(100 * value)} % [${whole(100 * lower)}, ${whole(100 * upper)}]`;
}

function share({ value, lower, upper }: Estimate): string {
  return `${percent(value, 2)} [${decimals(100 * lower, 2)}, ${decimals(100 * upper, 2)}]`;
}

/** Money or conversions: whole, with thousands apart. */
function whole(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = fixedWords(Math.abs(value), 0);
  return value < -0.5 ? `−${text}` : text;
}
