import { readBoolean, isMissing } from '#strata/kernel/forms';
import { nearestName, StrataError } from '#sdk';
import { cellOf, type TableColumn } from '#strata/tables/columns';

const MANY = 20;
/** Values that a note names. */
const SHOWN = 5;

/** What counts as success: a value, or numbers above a limit. Without either, 1, true and yes. */
export interface Success {
  readonly positive?: string | number;
  readonly above?: number;
}

/** Whether a label holds values, such as revenue, rather than two kinds of outcome: numbers, more than two of them. */
export function holdsValues(column: TableColumn): boolean {
  if (column.type !== 'number' || column.kind !== 'number') return false;
  const distinct = new Set<number>();
  for (const value of column.values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size > 2) return true;
  }
  return false;
}

/** A label, one a row: NaN where the cell does not say. Of two classes 1 is success and 0 none. */
export interface BinaryLabel {
  readonly label: Float64Array;
  /** What counts as what, where it was said, and what is missing. */
  readonly notes: readonly string[];
}

/** `>0` as a limit, else a value. */
export function successOf(positive: string | number | undefined): Success {
  if (positive === undefined) return {};
  const [, above] = /^\s*>\s*(-?\d+(?:\.\d+)?)\s*$/.exec(String(positive)) ?? [];
  return above === undefined ? { positive } : { above: Number(above) };
}

/**
 * A column as labels. 0 and 1, true and false, yes and no are understood; any other column needs the positive value. Blank
 * cells and the usual marks of missing (`unknown`, `n/a` …) are no label.
 *
 * @throws StrataError BAD_COLUMN where it is not clear which value is the positive one
 */
export function binaryLabel(column: TableColumn, file: string, success: Success = {}): BinaryLabel {
  if (success.above !== undefined) return labelAbove(column, file, success.above);
  const { positive } = success;
  const texts = Array.from({ length: rowsOf(column) }, (_, row) => textOf(column, row));
  const isUnknown = (text: string) => !isNamed(text, positive) && isUnlabelled(text);
  const counts = countsOf(texts);
  const known = [...counts.keys()].filter((text) => !isUnknown(text));
  const isPositive = positive === undefined ? wellKnown(known) : named(column, known, positive);
  if (isPositive === undefined) throw unclearLabel(column.name, file, known, positive);
  return {
    label: Float64Array.from(texts, (text) =>
      text === undefined || isUnknown(text) ? Number.NaN : Number(isPositive(text)),
    ),
    notes: [
      ...(positive === undefined || (column.type === 'number' && isPlainAnswer(known, isPositive))
        ? []
        : [successNote(column.name, counts, known, isPositive)]),
      ...missingNotes(column.name, texts.length, counts, isUnknown),
    ],
  };
}

function labelAbove(column: TableColumn, file: string, above: number): BinaryLabel {
  if (column.type !== 'number') {
    throw new StrataError('BAD_COLUMN', `Column "${column.name}" of ${file} is not a number.`, {
      problems: [
        {
          file,
          message: `column "${column.name}" holds text`,
          expected: `numbers, for a label above ${String(above)}`,
        },
      ],
    });
  }
  const label = column.values.map((value) => (Number.isNaN(value) ? Number.NaN : Number(value > above)));
  const successes = label.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0);
  const known = label.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const notes = [
    `"${column.name}" above ${String(above)} counts as success: ${String(successes)} of ${String(known)} rows`,
    ...missingNotes(column.name, label.length, new Map([['', known]]), () => false),
  ];
  return { label, notes };
}

function rowsOf(column: TableColumn): number {
  return column.type === 'number' ? column.values.length : column.codes.length;
}

function textOf(column: TableColumn, row: number): string | undefined {
  const cell = column.type === 'number' ? column.values[row] : cellOf(column, row);
  return cell === undefined || Number.isNaN(cell) ? undefined : String(cell);
}

/** Of a label, "none" is an answer. */
function isUnlabelled(text: string): boolean {
  return isMissing(text) && text.trim().toLowerCase() !== 'none';
}

function countsOf(texts: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function wellKnown(distinct: readonly string[]): ((text: string) => boolean) | undefined {
  return distinct.every((text) => readBoolean(text) !== undefined) ? (text) => readBoolean(text) === 1 : undefined;
}

function named(
  { kind }: TableColumn,
  distinct: readonly string[],
  positive: string | number,
): ((text: string) => boolean) | undefined {
  const wanted = kind === 'boolean' ? String(readBoolean(String(positive)) ?? positive) : positive;
  const exact = distinct.includes(String(wanted));
  const isPositive = (text: string) => (exact ? text === String(wanted) : isNamed(text, wanted));
  return distinct.some(isPositive) ? isPositive : undefined;
}

/** Whether a text is the value that was named, but for case, blanks around it and the way a number is written. */
function isNamed(text: string, value: string | number | undefined): boolean {
  if (value === undefined) return false;
  const [one, other] = [text.trim().toLowerCase(), String(value).trim().toLowerCase()];
  return one === other || (one !== '' && other !== '' && Number(one) === Number(other));
}

/** 1 and true count as success without anybody saying so. */
function isPlainAnswer(known: readonly string[], isPositive: (text: string) => boolean): boolean {
  return known.every((text) => readBoolean(text) !== undefined && isPositive(text) === (readBoolean(text) === 1));
}

function successNote(
  name: string,
  counts: ReadonlyMap<string, number>,
  known: readonly string[],
  isPositive: (text: string) => boolean,
): string {
  const successes = listed(counts, known.filter(isPositive));
  const others = known.filter((text) => !isPositive(text));
  const rest = others.length === 0 ? 'nothing else' : listed(counts, others);
  return `of "${name}" ${successes} counts as success, and ${rest} as none`;
}

function missingNotes(
  name: string,
  rows: number,
  counts: ReadonlyMap<string, number>,
  isUnknown: (text: string) => boolean,
): readonly string[] {
  const marks = [...counts.keys()].filter(isUnknown);
  const known = [...counts].reduce((sum, [text, cells]) => sum + (isUnknown(text) ? 0 : cells), 0);
  if (known === rows) return [];
  const why = marks.length === 0 ? name : `${name}: ${listed(counts, marks)}`;
  return [`${String(rows - known)} rows have no label (${why}) and are left out`];
}

/** `"no" (12), "maybe" (3)`: the most frequent first. */
function listed(counts: ReadonlyMap<string, number>, texts: readonly string[]): string {
  const sorted = texts
    .map((text) => ({ text, cells: counts.get(text) ?? 0 }))
    .toSorted((a, b) => b.cells - a.cells || (a.text < b.text ? -1 : 1));
  const some = sorted.slice(0, SHOWN).map(({ text, cells }) => `"${text.slice(0, 40)}" (${String(cells)})`);
  const more = sorted.slice(SHOWN).reduce((sum, { cells }) => sum + cells, 0);
  if (more > 0) some.push(`${String(sorted.length - SHOWN)} other values (${String(more)})`);
  return some.join(', ');
}

function unclearLabel(
  name: string,
  file: string,
  distinct: readonly string[],
  positive: string | number | undefined,
): StrataError {
  const shown = `${distinct.slice(0, MANY).join(', ')}${distinct.length > MANY ? ', …' : ''}`;
  const nearest = positive === undefined ? undefined : nearestName(String(positive), distinct);
  const message =
    positive === undefined
      ? `column "${name}" has ${distinct.length} values: ${shown}`
      : `no row of column "${name}" has the positive value "${positive}"; there are ${shown}`;
  return new StrataError('BAD_COLUMN', `It is not clear which value of "${name}" counts as success.`, {
    problems: [
      {
        file,
        message,
        expected: `0 and 1, true and false, yes and no; or "label": {"column": "${name}", "positive": "<value>"}, or --positive <value>; of numbers "above": 0, or --positive ">0"`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}
