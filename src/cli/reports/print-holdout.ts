import { fixedWords, percentWords } from '#strata/kernel';
import { type HoldoutReadout } from '#strata/experiments/holdout';
import { HOLDOUT_FIGURES, holdoutAmount, intervalWords, pWords, shareWords } from '#strata/experiments/page';
import { printLine, printTable } from '../output/output.js';

/** Prints what all strategies and campaigns bring together: the finding, whether it can be believed, the figures. */
export function printHoldout(readout: HoldoutReadout): void {
  const { verdict, checks, heldOut, others, share, days, figures, roi, creditedWords, notes } = readout;
  printLine(`${verdict.kind.toUpperCase()}: ${verdict.words}`);
  if (creditedWords !== null) printLine(creditedWords);
  printLine();
  printLine(`${percentWords(share)} held out of everything for ${fixedWords(days, 1)} days, read at any time.`);
  for (const { passed, words, causes } of checks) {
    printLine(`${passed ? '✓' : '✗'} ${words}`);
    for (const cause of causes) printLine(`    likely: ${cause}`);
  }
  printTable(
    ['side', 'people', 'got an offer', 'conversions'],
    [
      { side: 'held out', ...heldOut },
      { side: 'others', ...others },
    ].map(({ side, people, reached, conversions }) => [
      side,
      ...[people, reached, conversions].map((count) => fixedWords(count, 0)),
    ]),
  );
  if (figures.length > 0) {
    printTable(
      ['per 1,000 people', 'held out', 'others', 'difference', 'relative', 'in all', 'p'],
      figures.map((one) => {
        const amount = holdoutAmount(one);
        return [
          HOLDOUT_FIGURES[one.figure].toLowerCase(),
          amount(one.heldOut),
          amount(one.others),
          intervalWords(one.difference, amount),
          one.relative === null ? '–' : shareWords(one.relative.value),
          intervalWords(one.inAll, (value) => fixedWords(value, 0)),
          pWords(one.pValue),
        ];
      }),
    );
  }
  if (roi !== null) printLine(`Return on what was spent: ${intervalWords(roi, shareWords)}.`);
  for (const note of notes) printLine(note);
}
