import { fixedWords } from '#strata/kernel';
import { amountOf, intervalWords, mostWords, pWords, shareWords } from '#strata/experiments/page';
import { type ExperimentReadout } from '#strata/experiments/readout';
import { printLine, printTable } from '../output/output.js';

/** Prints what an experiment showed: what to do first, then whether it is healthy, then the figures. */
export function printReadout(readout: ExperimentReadout): void {
  const { verdict, checks, arms, control, people, days, reading } = readout;
  printLine(`${verdict.kind.toUpperCase()}: ${verdict.words}`);
  printLine();
  const time = days === null ? '' : ` in ${fixedWords(days, 1)} days`;
  printLine(`${fixedWords(people, 0)} people${time}, read ${reading}; control is ${control}.`);
  for (const { passed, words, causes } of checks) {
    printLine(`${passed ? '✓' : '✗'} ${words}`);
    for (const cause of causes) printLine(`    likely: ${cause}`);
  }
  printTable(
    ['arm', 'people', 'conversions'],
    arms.map(({ arm, people: own, conversions }) => [arm, fixedWords(own, 0), fixedWords(conversions, 0)]),
  );
  printComparisons(readout);
  printSegments(readout);
}

function printComparisons({ comparisons, primary, control }: ExperimentReadout): void {
  if (comparisons.length === 0) return;
  printTable(
    ['arm', 'figure', control, 'the arm', 'difference', 'relative', 'p, adjusted'],
    comparisons.flatMap(({ arm, metrics }) =>
      metrics.map((metric) => [
        arm,
        metric.metric === primary ? `${metric.title} (decides)` : metric.title,
        amountOf(metric)(metric.control),
        amountOf(metric)(metric.treatment),
        intervalWords(metric.difference, amountOf(metric)),
        metric.relative === null ? '–' : intervalWords(metric.relative, shareWords),
        pWords(metric.adjustedPValue),
      ]),
    ),
  );
  for (const { arm, incrementalConversions, roi, metrics } of comparisons) {
    const [told] = metrics.filter(({ varianceReduction }) => varianceReduction > 0);
    if (incrementalConversions !== null) {
      printLine(
        `${arm}: ${intervalWords(incrementalConversions, (value) => fixedWords(value, 0))} conversions because of it.`,
      );
    }
    if (roi !== null) printLine(`${arm}: return ${intervalWords(roi, shareWords)}.`);
    if (told !== undefined)
      printLine(`What was known before took ${shareWords(told.varianceReduction)} of the noise away.`);
  }
}

function printSegments({ segments }: ExperimentReadout): void {
  if (segments.length === 0) return;
  for (const by of new Set(segments.map((segment) => segment.by))) {
    printTable(
      ['by', 'value', 'arm', 'people', segments[0]?.effect.title ?? '', 'p, adjusted'],
      segments
        .filter((segment) => segment.by === by)
        .map(({ value, arm, people, effect }) => [
          by,
          value,
          arm,
          fixedWords(people, 0),
          intervalWords(effect.difference, amountOf(effect)),
          pWords(effect.adjustedPValue),
        ]),
    );
  }
  const most = mostWords(segments);
  if (most !== null) printLine(most);
}
