import { fixedWords } from '#strata/kernel';
import { type ShadowReport } from '#strata/decisions/shadows';
import { type Estimate } from '#strata/statistics';
import { decimals, percent, printLine, printTable } from '../../output/output.js';

/** What a candidate would have done, for people: sentences, then both sides. */
export function printShadow({ shadow, sentences, all, strategies, scores }: ShadowReport): void {
  const until = shadow.stoppedAt === null ? '' : ` until ${shadow.stoppedAt}`;
  printLine(
    `${shadow.title}: ${shadow.state}, since ${shadow.startedAt}${until}, ${percent(shadow.share, 0)} of the people`,
  );
  for (const sentence of sentences) printLine(sentence);
  if (all.decisions === 0) return;
  printLine();
  printTable(
    ['strategy', 'decisions', 'offers', 'by the candidate', 'gain', 'lose', 'another', 'profit', 'by the candidate'],
    [{ strategy: 'all', ...all }, ...strategies].map((one) => [
      one.strategy,
      one.decisions,
      one.live.offers,
      one.candidate.offers,
      one.gained.decisions,
      one.lost.decisions,
      one.changed.decisions,
      amount(one.live.profit),
      amount(one.candidate.profit),
    ]),
  );
  printWhy('Gain an offer, which live was stopped by', all.gained);
  printWhy('Lose an offer, which the candidate stops by', all.lost);
  if (scores !== null) printScores(scores);
  printLine(
    'Read: profit and conversions are what each side expects of its own offers; nothing was offered or reserved.',
  );
}

function printWhy(title: string, { why, examples }: ShadowReport['all']['gained']): void {
  if (why.length === 0) return;
  const stages = why.map(({ stage, decisions }) => `${stage} ${fixedWords(decisions, 0)}`).join(', ');
  printLine(`${title}: ${stages}; for example ${examples.slice(0, 2).join(', ')}.`);
}

function printScores({ judged, correlation, scored, failed }: NonNullable<ShadowReport['scores']>): void {
  printLine();
  printLine(
    `Both scored ${fixedWords(scored, 0)} decisions (correlation ${decimals(correlation, 3)}); the candidate failed ${fixedWords(failed, 0)} times.`,
  );
  if (judged === null) return;
  printTable(
    ['version', 'AUC', 'promised', 'calibration error', 'Brier score'],
    (['candidate', 'champion'] as const).map((side) => {
      const { auc, promised, calibrationError, brier } = judged[side];
      return [side, interval(auc), percent(promised, 2), decimals(calibrationError), decimals(brier)];
    }),
  );
}

function interval({ value, lower, upper }: Estimate): string {
  return `${decimals(value, 3)} [${decimals(lower, 3)}, ${decimals(upper, 3)}]`;
}

function amount(value: number): string {
  return `${value < 0 ? '−' : ''}${fixedWords(Math.abs(value), 2)}`;
}
