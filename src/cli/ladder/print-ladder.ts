import { fixedWords } from '#strata/kernel';
import { equalWords, type Ladder, type LadderFigures } from '#strata/measurement/backtest';
import { type Estimate } from '#strata/statistics';
import { percent, printLine, printTable } from '../output/output.js';

const BAR_WIDTH = 40;

/** What each layer of a strategy would have earned, for people: two sentences, a picture, then the tables. */
export function printLadder(ladder: Ladder): void {
  const { strategy, sentences, obstacle, levels, history, source, basis, equal, notes } = ladder;
  printLine(`${strategy.title}: what each layer earns`);
  if (obstacle !== null) printLine(`Nothing is proven: ${obstacle}`);
  for (const sentence of sentences) printLine(sentence);
  printLine();
  printBars(ladder);
  printLine();
  printLine(
    `Judged on ${whole(history.test)} rows (${whole(history.people)} people) of ${source}, ${whole(history.conversions)} conversions.`,
  );
  printLine();
  printLine('Everybody whom each would reach');
  printFigures(
    levels.map(({ level, natural }) => [level, natural]),
    basis,
  );
  printLine();
  printLine(capital(equalWords(equal)));
  printFigures(
    levels.map((one) => [one.level, one.equal]),
    basis,
  );
  for (const { level, title } of levels) printLine(`  ${level}: ${title}`);
  printLine(
    basis === 'gross'
      ? 'Read: every conversion counts as earned (gross); profit = margin × value − cost.'
      : 'Read: "because of it" is what those with the offer did beyond those without; profit = margin × its value − cost.',
  );
  printLine(
    'The intervals of a figure hold all levels, at both sizes, together 95 times of 100; that of a step is for itself.',
  );
  for (const note of notes) printLine(`Note: ${note}.`);
}

/** The same in short: two sentences, and the levels at equal size. */
export function printLadderShort({ sentences, obstacle, levels, basis, equal }: Ladder): void {
  if (obstacle !== null) printLine(`Nothing is proven: ${obstacle}`);
  for (const sentence of sentences) printLine(sentence);
  printLine(capital(equalWords(equal)));
  printFigures(
    levels.map((one) => [one.level, one.equal]),
    basis,
  );
}

/** Profit at equal size, as bars from nothing. */
function printBars({ levels }: Ladder): void {
  const most = Math.max(...levels.map(({ equal }) => Math.abs(equal.profit.value)), 1);
  const wide = Math.max(...levels.map(({ level }) => level.length));
  for (const { level, equal } of levels) {
    const { value } = equal.profit;
    const bar = (value < 0 ? '░' : '█').repeat(Math.round((Math.abs(value) / most) * BAR_WIDTH));
    printLine(`${level.padEnd(wide)} ${bar} ${whole(value)}`);
  }
}

function printFigures(levels: readonly (readonly [string, LadderFigures])[], basis: Ladder['basis']): void {
  printTable(
    ['level', 'people', 'conversions', ...(basis === 'gross' ? [] : ['because of it']), 'cost', 'profit', 'ROI'],
    levels.map(([level, { audience, conversions, incremental, cost, profit, roi }]) => [
      level,
      whole(audience),
      whole(conversions.value),
      ...(incremental === null ? [] : [interval(incremental)]),
      whole(cost.value),
      interval(profit),
      roi === null ? '–' : `${percent(roi.value, 0)} [${whole(100 * roi.lower)}, ${whole(100 * roi.upper)}]`,
    ]),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function interval({ value, lower, upper }: Estimate): string {
  return `${whole(value)} [${whole(lower)}, ${whole(upper)}]`;
}

function whole(value: number): string {
  return fixedWords(value, 0);
}
