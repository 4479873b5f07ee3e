import { type ModelDocument } from '#strata/engine';
import { readBoolean, isMissing } from '#strata/kernel/forms';
import { StrataError } from '#sdk';
import { type DataFile } from '#strata/tables/files';
import { cellOf, type TableColumn } from '#strata/tables/columns';

/** The arm of every row of a random test. */
export interface TreatmentArms {
  /** 0 for control, t for the treatment named `treatments[t − 1]`. */
  readonly codes: Uint8Array;
  readonly treatments: readonly string[];
}

/** What a row got: nothing, something, or nobody knows. */
export type Got = 'control' | 'treatment' | 'unknown';

const MANY = 20;
/** As they are {@link spelled}. */
const NOTHING = ['none', 'control', '0'];

/** What a cell says that a row got. The control may be in any spelling; without one `none`, `control`, `no`, `false` and 0 mean it. */
export function whatRowGot(cell: ReturnType<typeof cellOf>, { control, blank }: ControlRule): Got {
  const text = cell === undefined ? '' : String(cell);
  if (text.trim() === '') return blank;
  const value = spelled(text);
  if (control === undefined ? NOTHING.includes(value) : value === spelled(String(control))) return 'control';
  return isMissing(text) ? 'unknown' : 'treatment';
}

/** One spelling of a value: in lower case, numbers and answers in one way, so that `FALSE`, `0.0` and `No` are the same. */
function spelled(text: string): string {
  const bare = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const answer = readBoolean(bare) ?? (bare === '' ? Number.NaN : Number(bare));
  return Number.isNaN(answer) ? bare : String(answer);
}

/** How a table tells who got nothing. */
export interface ControlRule {
  /** The value of the treatment column; the usual words without one. */
  readonly control: string | number | undefined;
  /** What a blank cell means. */
  readonly blank: 'control' | 'unknown';
}

/** The rule of a model for a table. */
export function controlRule(
  { treatment }: ModelDocument,
  { blankIsControl }: Pick<DataFile, 'blankIsControl'>,
): ControlRule {
  const control = typeof treatment === 'object' ? treatment.control : undefined;
  return { control, blank: control === undefined || blankIsControl === true ? 'control' : 'unknown' };
}

/** @param trained a model's treatments, whose numbers then hold; else those of the column, in order of their names */
export function armsOf(
  column: TableColumn,
  rows: number,
  rule: ControlRule,
  trained: readonly string[] | undefined,
): TreatmentArms {
  const cells = Array.from({ length: rows }, (_, row) => cellOf(column, row));
  const names = cells.map((cell) => (whatRowGot(cell, rule) === 'treatment' ? String(cell).trim() : undefined));
  const treatments = trained ?? namesOf(names);
  const codes = new Map(treatments.map((name, index) => [spelled(name), index + 1]));
  return {
    codes: Uint8Array.from(names, (name) => (name === undefined ? 0 : (codes.get(spelled(name)) ?? 0))),
    treatments,
  };
}

/** The treatments, each in the spelling that most rows have. */
function namesOf(names: readonly (string | undefined)[]): readonly string[] {
  const spellings = new Map<string, Map<string, number>>();
  for (const name of names) {
    if (name === undefined) continue;
    const counts = spellings.get(spelled(name)) ?? new Map<string, number>();
    counts.set(name, (counts.get(name) ?? 0) + 1);
    spellings.set(spelled(name), counts);
  }
  return [...spellings.values()]
    .flatMap((counts) => [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 1))
    .map(([name]) => name)
    .toSorted();
}

/** Rows of which nobody knows what they got, or that got a treatment which a trained model does not know. */
export function rowsOfArms(
  column: TableColumn,
  rows: number,
  rule: ControlRule,
  trained: readonly string[] | undefined,
): { readonly kept: Uint32Array; readonly notes: readonly string[] } {
  const known = trained && new Set(trained.map(spelled));
  const cells = Array.from({ length: rows }, (_, row) => cellOf(column, row));
  const got = cells.map((cell) => whatRowGot(cell, rule));
  const isForeign = (row: number) => got[row] === 'treatment' && known?.has(spelled(String(cells[row]))) === false;
  const kept = Uint32Array.from(cells.keys()).filter((row) => got[row] !== 'unknown' && !isForeign(row));
  const unknown = got.filter((one) => one === 'unknown').length;
  const foreign = rows - kept.length - unknown;
  return {
    kept,
    notes: [
      ...(unknown === 0 ? [] : [`${String(unknown)} rows do not say what they got (${column.name}) and are left out`]),
      ...(foreign === 0
        ? []
        : [`${String(foreign)} rows got a treatment that the model does not know (${column.name})`]),
    ],
  };
}

/** @throws StrataError BAD_COLUMN where no row got nothing, with the values that stand in the file */
export function checkControl(column: TableColumn, rows: number, rule: ControlRule, file: string): void {
  const { control } = rule;
  const cells = Array.from({ length: rows }, (_, row) => cellOf(column, row));
  if (control === undefined || rows === 0 || cells.some((cell) => whatRowGot(cell, rule) === 'control')) return;
  const values = [...new Set(cells.map((cell) => (cell === undefined ? '(blank)' : String(cell))))];
  throw new StrataError('BAD_COLUMN', `Nobody in column "${column.name}" of ${file} is a control.`, {
    problems: [
      {
        file,
        message: `no row of column "${column.name}" has the control "${String(control)}"; there are ${values.slice(0, MANY).join(', ')}${values.length > MANY ? ', …' : ''}`,
        expected: `"treatment": {"column": "${column.name}", "control": <one of these>}`,
      },
    ],
  });
}
