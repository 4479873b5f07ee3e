import {
  type Estimate,
  GROUP_FLOOR,
  groupFairness,
  policyWeights,
  shareDifference,
  shareInterval,
} from '../../statistics/index.js';
import { type Groups } from './groups.js';
import { fairnessReading } from './reading.js';
import { type FairnessGroup, type FairnessReport, type GroupCalibration } from './report.js';

/** A selection, and what is known about it. Arrays have one entry a row. */
export interface SelectionToJudge extends Pick<FairnessReport, 'by' | 'selection' | 'column' | 'notes'> {
  readonly groups: Groups;
  /** P(selected), 0 to 1. */
  readonly selected: ArrayLike<number>;
  /** What the offer adds; null where nothing tells it. */
  readonly benefit: Benefit | null;
  /** Probabilities and what happened, for the rows where both speak of the same thing; null where there are no labels. */
  readonly calibration: Promises | null;
}

/** What a selected person gets out of it. */
export type Benefit =
  | {
      readonly kind: 'measured';
      /** Weights of the selected rows that got the offer, and of those that got nothing; 0 for all others. */
      readonly treated: ArrayLike<number>;
      readonly control: ArrayLike<number>;
      /** 0 or 1. */
      readonly converted: ArrayLike<number>;
    }
  | { readonly kind: 'expected'; readonly increment: ArrayLike<number> };

interface Promises {
  readonly predicted: ArrayLike<number>;
  /** 0 or 1; NaN where the row does not speak. */
  readonly happened: ArrayLike<number>;
}

/** Selection rate, benefit and calibration by group. */
export function selectionFairness(judged: SelectionToJudge): FairnessReport {
  const { groups, selected, benefit, calibration, notes } = judged;
  const members = groups.names.map((): number[] => []);
  groups.codes.forEach((code, row) => members[code]?.push(row));
  const counts = groups.names.map((group, code) => {
    const rows = members[code] ?? [];
    const taken = rows.reduce((sum, row) => sum + (selected[row] ?? 0), 0);
    return { group, people: rows.length, selected: taken };
  });
  const judgedGroups = groupFairness(counts)
    .map((one, code): FairnessGroup => {
      const rows = members[code] ?? [];
      return {
        ...one,
        benefit: benefit === null ? null : benefitOf(benefit, rows, selected),
        calibration: calibration === null ? null : calibrationOf(calibration, rows),
      };
    })
    .toSorted((a, b) => b.people - a.people);
  const report = {
    by: judged.by,
    selection: judged.selection,
    column: judged.column,
    benefit: benefit?.kind ?? null,
    groups: judgedGroups,
    notes,
  };
  return { ...report, reading: fairnessReading(report) };
}

function benefitOf(benefit: Benefit, rows: readonly number[], selected: ArrayLike<number>): Estimate | null {
  if (benefit.kind === 'measured') {
    const treated = weightedShare(rows, benefit.treated, benefit.converted);
    const control = weightedShare(rows, benefit.control, benefit.converted);
    return treated === null || control === null ? null : shareDifference(treated, control);
  }
  const weight = rows.reduce((sum, row) => sum + (selected[row] ?? 0), 0);
  if (weight === 0) return null;
  const value = rows.reduce((sum, row) => sum + (selected[row] ?? 0) * (benefit.increment[row] ?? 0), 0) / weight;
  // What a model expects has no interval of its own.
  return { value, lower: Number.NaN, upper: Number.NaN, level: 0.95 };
}

/** Wilson's interval of a weighted share, with the effective sample size for the number of trials. */
function weightedShare(
  rows: readonly number[],
  weights: ArrayLike<number>,
  converted: ArrayLike<number>,
): Estimate | null {
  const weighing = rows.filter((row) => (weights[row] ?? 0) > 0);
  const { effectiveSampleSize } = policyWeights(weighing.map((row) => weights[row] ?? 0));
  if (effectiveSampleSize < GROUP_FLOOR.people) return null;
  const total = weighing.reduce((sum, row) => sum + (weights[row] ?? 0), 0);
  const positive = weighing.reduce((sum, row) => sum + (weights[row] ?? 0) * (converted[row] ?? 0), 0);
  return shareInterval((positive / total) * effectiveSampleSize, effectiveSampleSize);
}

function calibrationOf({ predicted, happened }: Promises, members: readonly number[]): GroupCalibration {
  const rows = members.filter((row) => !Number.isNaN(happened[row] ?? Number.NaN));
  const promised = rows.reduce((sum, row) => sum + (predicted[row] ?? 0), 0) / rows.length;
  const positives = rows.reduce((sum, row) => sum + (happened[row] ?? 0), 0);
  const share = shareInterval(positives, rows.length);
  return { rows: rows.length, promised, happened: share, reading: readingOf(promised, share, rows.length) };
}

function readingOf(promised: number, { lower, upper }: Estimate, rows: number): GroupCalibration['reading'] {
  const enough = rows >= GROUP_FLOOR.people && rows * Math.min(promised, 1 - promised) >= GROUP_FLOOR.expected;
  if (!enough) return 'too few';
  if (lower > promised) return 'more';
  return upper < promised ? 'less' : 'as promised';
}
