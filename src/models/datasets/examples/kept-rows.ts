import { type ModelDocument } from '#strata/engine';
import { StrataError } from '#sdk';
import { cellOf, type TableColumn } from '#strata/tables/columns';
import type { DataFile } from '#strata/tables/files';
import { binaryLabel, type BinaryLabel, holdsValues, type Success } from './label.js';
import { type Roles } from './roles.js';
import { selectRows, type Table } from './table.js';
import { checkControl, type ControlRule, controlRule, rowsOfArms, whatRowGot } from './treatments.js';

/** Rows without an offer for `"treatment": "none"`, with one for `"any"`; of uplift both. */
export function keepArm(
  table: Table,
  document: ModelDocument,
  roles: Roles,
  data: DataFile,
  trainedTreatments: readonly string[] | undefined,
): { readonly table: Table; readonly notes: readonly string[] } {
  const column = table.columns.get(roles.treatment ?? '');
  const { treatment, task } = document;
  if (column === undefined || treatment === undefined) return { table, notes: [] };
  const rule = controlRule(document, data);
  if (task === 'uplift') {
    checkControl(column, table.rows, rule, data.file);
    const { kept, notes } = rowsOfArms(column, table.rows, rule, trainedTreatments);
    return { table: kept.length === table.rows ? table : selectRows(table, kept), notes };
  }
  if (typeof treatment === 'object') return { table, notes: mixedArms(column, table.rows, rule) };
  const wanted = treatment === 'none' ? 'control' : 'treatment';
  const got = Array.from({ length: table.rows }, (_, row) => whatRowGot(cellOf(column, row), rule));
  const kept = positions(table.rows, (row) => got[row] === wanted);
  if (kept.length === table.rows) return { table, notes: [] };
  const which = treatment === 'none' ? 'without an offer' : 'with an offer';
  const unknown = got.filter((one) => one === 'unknown').length;
  const note = `${kept.length} of ${table.rows} rows are ${which} (${column.name})`;
  return {
    table: selectRows(table, kept),
    notes: [unknown === 0 ? note : `${note}; ${String(unknown)} do not say what they got`],
  };
}

/** A model of one outcome that learns from people with and without an offer mixes them up. */
function mixedArms(column: TableColumn, rows: number, rule: ControlRule): readonly string[] {
  const cells = Array.from({ length: rows }, (_, row) => cellOf(column, row));
  const arms = new Set(cells.map((cell) => String(cell ?? '')));
  if (arms.size < 2 || !cells.some((cell) => whatRowGot(cell, rule) === 'control')) return [];
  return [
    `the rows are of ${arms.size} arms with the control among them (${column.name}): pick with "where" unless that is meant`,
  ];
}

/** Rows that have a label, and what it is. */
export function keepLabelled(
  table: Table,
  { task }: ModelDocument,
  roles: Roles,
  file: string,
  success: Success,
): { readonly table: Table; readonly label: Float64Array; readonly notes: readonly string[] } {
  const column = table.columns.get(roles.label);
  if (column === undefined) throw new StrataError('INTERNAL', `Column "${roles.label}" was not read.`);
  const isSaid = success.positive !== undefined || success.above !== undefined;
  const ofValues = task === 'uplift' && !isSaid && holdsValues(column);
  const { label, notes: missing } =
    task === 'regression' || ofValues ? valueLabel(column, file) : binaryLabel(column, file, success);
  const notes = ofValues ? [valueNote(roles.label), ...missing] : missing;
  const kept = positions(table.rows, (row) => !Number.isNaN(label[row] ?? Number.NaN));
  if (kept.length === table.rows) return { table, label, notes };
  return { table: selectRows(table, kept), label: Float64Array.from(kept, (row) => label[row] ?? Number.NaN), notes };
}

/** What was taken as a value might be the codes of outcomes. */
function valueNote(label: string): string {
  return `"${label}" has more than two numbers and is taken as a value: the effect is on its mean; for successes name which: "positive" or "above" in the document, or --positive`;
}

function valueLabel(column: TableColumn, file: string): BinaryLabel {
  if (column.type === 'number') {
    const missing = column.values.filter((value) => Number.isNaN(value)).length;
    const notes = missing === 0 ? [] : [`${String(missing)} rows have no label (${column.name}) and are left out`];
    return { label: column.values, notes };
  }
  throw new StrataError('BAD_COLUMN', `Column "${column.name}" of ${file} is not a number.`, {
    problems: [{ file, message: `column "${column.name}" holds text`, expected: 'numbers, for "task": "regression"' }],
  });
}

function positions(rows: number, keep: (row: number) => boolean): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).filter(keep);
}
