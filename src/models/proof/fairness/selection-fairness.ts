import { effectiveRows, type Estimate, meanOutcome, shareDifference } from '#strata/statistics';
import { GROUP_FLOOR, groupFairness, type GroupSelection } from '#strata/statistics/populations';
import { type SelectionSubject } from '../../words/index.js';
import { type Groups } from './groups.js';
import { fairnessReading } from './reading.js';
import { type FairnessGroup, type FairnessReport, type GroupCalibration } from './report.js';

/** A selection, and what is known about it. Arrays have one entry a row. */
export interface SelectionToJudge extends Pick<FairnessReport, 'by' | 'selection' | 'column' | 'notes'> {
  /** See `FairnessReport.selected`. */
  readonly selectedBy?: SelectionSubject;
  readonly groups: Groups;
  /** The number of each row's person, from 0, where people have several rows: rates and intervals count people. */
  readonly people?: Uint32Array;
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
  const { groups, people, selected, selectedBy, benefit, calibration, notes } = judged;
  const members = groups.names.map((): number[] => []);
  groups.codes.forEach((code, row) => members[code]?.push(row));
  const counts = groups.names.map((group, code) => {
    const rows = members[code] ?? [];
    return { group, ...selectedPeople(rows, selected, people) };
  });
  const judgedGroups = groupFairness(counts)
    .map((one, code): FairnessGroup => {
      const rows = members[code] ?? [];
      const band = groups.bands?.get(one.group);
      return {
        ...one,
        ...(band && { band }),
        benefit: benefit === null ? null : benefitOf(benefit, rows, selected, people),
        calibration: calibration === null ? null : calibrationOf(calibration, rows, people),
      };
    })
    .toSorted((a, b) => b.people - a.people);
  const report = {
    by: judged.by,
    selection: judged.selection,
    ...(selectedBy && { selected: selectedBy }),
    column: judged.column,
    benefit: benefit?.kind ?? null,
    groups: judgedGroups,
    notes,
  };
  return { ...report, reading: fairnessReading(report) };
}

/** How many people the rows are of, and how many of them are selected: who is in some of their rows counts in part. */
function selectedPeople(
  rows: readonly number[],
  selected: ArrayLike<number>,
  people: Uint32Array | undefined,
): Pick<GroupSelection, 'people' | 'selected'> {
  const rowsOf = new Map<number, number>();
  const personOf = (row: number) => people?.[row] ?? row;
  for (const row of rows) rowsOf.set(personOf(row), (rowsOf.get(personOf(row)) ?? 0) + 1);
  const taken = rows.reduce((sum, row) => sum + (selected[row] ?? 0) / (rowsOf.get(personOf(row)) ?? 1), 0);
  return { people: rowsOf.size, selected: taken };
}

function benefitOf(
  benefit: Benefit,
  rows: readonly number[],
  selected: ArrayLike<number>,
  people: Uint32Array | undefined,
): Estimate | null {
  if (benefit.kind === 'measured') {
    const treated = weightedShare(rows, benefit.treated, benefit.converted, people);
    const control = weightedShare(rows, benefit.control, benefit.converted, people);
    return treated === null || control === null ? null : shareDifference(treated, control);
  }
  const weight = rows.reduce((sum, row) => sum + (selected[row] ?? 0), 0);
  if (weight === 0) return null;
  const value = rows.reduce((sum, row) => sum + (selected[row] ?? 0) * (benefit.increment[row] ?? 0), 0) / weight;
  // What a model expects has no interval of its own.
  return { value, lower: Number.NaN, upper: Number.NaN, level: 0.95 };
}

/** A weighted share with its interval, which counts people; null where too few people speak. */
function weightedShare(
  rows: readonly number[],
  weights: ArrayLike<number>,
  converted: ArrayLike<number>,
  people: Uint32Array | undefined,
): Estimate | null {
  const weighing = rows.filter((row) => (weights[row] ?? 0) > 0);
  const outcomes = { labels: converted, weights, ...(people && { clusters: people }) };
  return effectiveRows(outcomes, weighing) >= GROUP_FLOOR.people ? meanOutcome(outcomes, weighing, true) : null;
}

function calibrationOf(
  { predicted, happened }: Promises,
  members: readonly number[],
  people: Uint32Array | undefined,
): GroupCalibration {
  const rows = members.filter((row) => !Number.isNaN(happened[row] ?? Number.NaN));
  const promised = rows.reduce((sum, row) => sum + (predicted[row] ?? 0), 0) / rows.length;
  const outcomes = { labels: happened, ...(people && { clusters: people }) };
  const share = meanOutcome(outcomes, rows, true);
  const reading = readingOf(promised, share, effectiveRows(outcomes, rows));
  return { rows: rows.length, promised, happened: share, reading };
}

function readingOf(promised: number, { lower, upper }: Estimate, rows: number): GroupCalibration['reading'] {
  const enough = rows >= GROUP_FLOOR.people && rows * Math.min(promised, 1 - promised) >= GROUP_FLOOR.expected;
  if (!enough) return 'too few';
  if (lower > promised) return 'more';
  return upper < promised ? 'less' : 'as promised';
}
