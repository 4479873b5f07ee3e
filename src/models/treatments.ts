import { type ModelDocument } from '../engine/index.js';
import { isControl } from './label.js';
import { cellOf, type TableColumn } from './table-column.js';

/** The arm of every row of a random test. */
export interface Arms {
  /** 0 for control, t for the treatment named `treatments[t − 1]`. */
  readonly codes: Uint8Array;
  readonly treatments: readonly string[];
}

/** The treatment that each row got: its name, or undefined for the control. */
function treatmentNames(column: TableColumn, rows: number, { treatment }: ModelDocument): (string | undefined)[] {
  const control = typeof treatment === 'object' ? String(treatment.control) : undefined;
  return Array.from({ length: rows }, (_, row) => {
    const cell = cellOf(column, row);
    const isNone = control === undefined || cell === undefined ? isControl(cell) : String(cell) === control;
    return isNone ? undefined : String(cell);
  });
}

/** @param trained a model's treatments, whose numbers then hold; else those of the column, in order of their names */
export function armsOf(
  column: TableColumn,
  rows: number,
  document: ModelDocument,
  trained: readonly string[] | undefined,
): Arms {
  const names = treatmentNames(column, rows, document);
  const treatments = trained ?? [...new Set(names)].filter((name) => name !== undefined).toSorted();
  return {
    codes: Uint8Array.from(names, (name) => (name === undefined ? 0 : treatments.indexOf(name) + 1)),
    treatments,
  };
}

/** Positions of the rows that got no treatment or one that the model knows, ascending. */
export function rowsOfTreatments(
  column: TableColumn,
  rows: number,
  document: ModelDocument,
  trained: readonly string[],
): Uint32Array {
  const names = treatmentNames(column, rows, document);
  return Uint32Array.from(names.keys()).filter((row) => {
    const name = names[row];
    return name === undefined || trained.includes(name);
  });
}
