import { fixedWords, moneyWords, percentWords } from '#strata/kernel';
import { printLine, printTable } from '../output/output.js';
import { checkWords, expectedCells } from './print-campaign.js';
import { type ShownPreview } from '../campaigns/campaign-calls.js';

type Estimate = ShownPreview['offered'];

/** Whom a campaign would reach: who is left after each step, who gets what, and what to know before it runs. */
export function printCampaignPreview(preview: ShownPreview): void {
  const { campaign, strategy, base, exact, examined, steps, offered, offers, held, models, notes } = preview;
  printLine(`${campaign} (strategy ${strategy}) would reach ${people(offered)} of ${fixedWords(base, 0)} people`);
  printLine('  before limits and quotas choose among them; nothing was written down.');
  if (base === 0) {
    for (const sentence of notes) printLine(`  ${sentence}`);
    return;
  }
  if (!exact) printLine(`  Estimated from ${fixedWords(examined, 0)} of them; 95 % intervals in brackets.`);
  printTable(
    ['step', 'asks for', 'stops', 'left', 'for example'],
    steps.map(({ stage, words, stopped, left, examples }) => [
      stage,
      words,
      people(stopped),
      people(left),
      examples
        .slice(0, 2)
        .map(({ userId }) => userId)
        .join(', '),
    ]),
  );
  printTable(
    ['offer', 'people', 'expected conversions', 'cost', 'profit', 'budget for all'],
    offers.map(({ offer, expected, ...estimate }) => [
      offer,
      people(estimate),
      ...expectedCells(expected, expected.withoutFigures),
      moneyWords(expected.reserved),
    ]),
  );
  for (const { userId, reasons } of offered.examples.slice(0, 2)) {
    printLine(`For example ${userId}: ${reasons.map(({ words }) => words).join('; ')}`);
  }
  for (const check of models) printLine(checkWords(check));
  for (const sentence of [...held, ...notes]) printLine(sentence);
}

function people({ count, share, interval }: Pick<Estimate, 'count' | 'share' | 'interval'>): string {
  const words = `${fixedWords(count, 0)} (${percentWords(Math.round(1000 * share) / 1000)})`;
  return interval === null ? words : `${words} [${fixedWords(interval.low, 0)}, ${fixedWords(interval.high, 0)}]`;
}
