import { type FairnessGroup, type FairnessReport } from '#strata/models/proof/fairness';
import { decimals, percent, printLine, printTable } from '../output/output.js';

/** A fairness report for people: a table by group, and what it says. */
export function printFairness(report: FairnessReport): void {
  const { by, selection, benefit, groups, reading, notes } = report;
  printLine(`Fairness by ${by}: ${selection}`);
  printTable(
    [
      'group',
      'people',
      'selected',
      'of the group',
      'beside the most selected',
      'four fifths',
      ...benefitHead(benefit),
      'promised',
      'happened',
    ],
    groups.map((group) => [
      group.group,
      group.people,
      Math.round(group.selected),
      shareWithInterval(group.rate),
      ratioOf(group),
      READINGS[group.fourFifths],
      ...(benefit === null ? [] : [group.benefit === null ? 'too few' : shareWithInterval(group.benefit)]),
      group.calibration === null ? '–' : percent(group.calibration.promised),
      group.calibration === null ? '–' : happenedOf(group.calibration),
    ]),
  );
  reading.forEach((sentence) => {
    printLine(sentence);
  });
  notes.forEach((note) => {
    printLine(`Note: ${note}.`);
  });
}

const READINGS: Readonly<Record<FairnessGroup['fourFifths'], string>> = {
  reference: 'most selected',
  fine: 'fine',
  below: 'WARNING',
  'may be chance': 'may be chance',
  'too few': 'too few to say',
};

function benefitHead(benefit: FairnessReport['benefit']): readonly string[] {
  if (benefit === null) return [];
  return [benefit === 'measured' ? 'the offer adds (measured)' : 'the offer adds (expected)'];
}

function ratioOf({ ratio }: FairnessGroup): string {
  return ratio === null
    ? '–'
    : `${decimals(ratio.value, 2)} [${decimals(ratio.lower, 2)}, ${decimals(ratio.upper, 2)}]`;
}

function happenedOf({ happened, reading }: NonNullable<FairnessGroup['calibration']>): string {
  return `${shareWithInterval(happened)} ${reading}`;
}

function shareWithInterval({ value, lower, upper }: FairnessGroup['rate']): string {
  const bounds = Number.isNaN(lower) ? '' : ` [${decimals(100 * lower, 1)}, ${decimals(100 * upper, 1)}]`;
  return `${percent(value)}${bounds}`;
}
