import { type ModelDocument, type Strategy } from '#strata/engine';
import { expectedCost, moneyOf } from '#strata/engine/plan';
import { StrataError } from '#sdk';
import { binaryLabel, type Success, successOf, type Table } from '#strata/models/datasets';
import { type RowArms, NO_OFFER, OTHER_ARM } from './arms.js';
import { type HistoryColumns, type HistoryRoles } from './columns.js';

/** What followed each row, and what it cost. */
export interface RowOutcome {
  /** 0 or 1. */
  readonly converted: Float64Array;
  /** Money of the conversion, 0 without one. */
  readonly value: Float64Array;
  /** Money that the row's offer cost: contact and face value where it was used; 0 without an offer. */
  readonly cost: Float64Array;
  /** 1 where the row has a label and got one of the strategy's offers, or nothing: it says something. */
  readonly usable: Uint8Array;
}

/** Reads the outcome, with notes on what the history does not say. */
export function readOutcome(
  table: Table,
  roles: HistoryRoles,
  {
    strategy,
    documents,
    columns,
  }: {
    readonly strategy: Strategy;
    readonly documents: readonly ModelDocument[];
    readonly columns: HistoryColumns;
  },
  { arms, file }: { readonly arms: RowArms | null; readonly file: string },
): {
  readonly values: RowOutcome;
  readonly notes: readonly string[];
} {
  const label = table.columns.get(roles.label);
  if (label === undefined) throw new StrataError('INTERNAL', `Column "${roles.label}" was not read.`);
  const { label: labels, notes } = binaryLabel(label, file, successFor(documents, columns));
  const converted = labels.map(knownOr0);
  const usable = Uint8Array.from(labels, (one, row) => Number(!Number.isNaN(one) && arms?.arm[row] !== OTHER_ARM));
  const value = numbersOf(table, roles.value);
  const expected = orderValues(table, strategy);
  return {
    values: {
      converted,
      value: converted.map((one, row) => (value === null ? one * (expected[row] ?? 0) : knownOr0(value[row]))),
      cost: costsOf(strategy, arms, converted, numbersOf(table, roles.redeemed)),
      usable,
    },
    notes: [
      ...notes,
      ...(value === null
        ? ['no column says what a conversion was worth: the order value of the strategy is taken']
        : []),
      ...(roles.redeemed === null && strategy.offers.some(({ faceValue }) => faceValue > 0)
        ? ['no column says who used the offer: the redemption rate of the strategy is taken']
        : []),
    ],
  };
}

/** What was said to count as success, else what the first document says. */
function successFor(documents: readonly ModelDocument[], { positive }: HistoryColumns): Success {
  if (positive !== undefined) return successOf(positive);
  for (const { label } of documents) {
    if ('above' in label) return { above: label.above };
    if ('column' in label && label.positive !== undefined) return successOf(label.positive);
  }
  return {};
}

/** contact cost + face value where the offer was used. Rows of a history without arms count as the first offer's. */
function costsOf(
  { offers }: Strategy,
  arms: RowArms | null,
  converted: Float64Array,
  redeemed: Float64Array | null,
): Float64Array {
  return converted.map((one, row) => {
    const offer = offers[(arms === null ? 1 : (arms.arm[row] ?? NO_OFFER)) - 1];
    if (offer === undefined) return 0;
    if (redeemed === null) return expectedCost(offer, one);
    return expectedCost({ ...offer, redemptionRate: 1 }, knownOr0(redeemed[row]));
  });
}

/** Money a conversion, one a row; 0 where the fact is missing. */
function orderValues({ rows, columns }: Table, { goal }: Strategy): Float64Array {
  if (typeof goal.orderValue === 'number') return new Float64Array(rows).fill(goal.orderValue);
  const column = columns.get(goal.orderValue.fact);
  return column?.type === 'number' ? column.values.map(moneyOf) : new Float64Array(rows);
}

/** The values of a column of numbers; null where there is none. */
export function numbersOf(table: Table, name: string | null): Float64Array | null {
  const column = table.columns.get(name ?? '');
  return column?.type === 'number' ? column.values : null;
}

function knownOr0(value: number | undefined): number {
  return value === undefined || Number.isNaN(value) ? 0 : value;
}
