import { NumberEvidence, type NumberForm, PLAIN_NUMBER, readNumber, isMissing } from '#strata/kernel/forms';

/** What a cell that is no text looks like: no leading zeros, which belong to codes and not to numbers. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
/** Digits that are a code, such as a postcode; one of them makes a column of codes. */
const CODE = /^0\d+$/;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map(
  ['true', 'True', 'TRUE', 'false', 'False', 'FALSE'].map((text) => [text, text.toLowerCase() === 'true']),
);
/** A column of numbers may have so many cells that are none, beside marks of missing. */
const NEARLY_ALL = 0.95;

/** How the cells of a column of a CSV file are read. */
export type CsvKind =
  | { readonly type: 'number'; readonly form: NumberForm }
  | { readonly type: 'boolean' }
  | { readonly type: 'text' }
  /** No cell was seen, so that each later one is read for itself. */
  | { readonly type: 'any' };

/**
 * What a column is: numbers where nearly all of its cells are, in one form (decimal commas, thousands, a currency),
 * booleans where all are, else text. Cells that say that there is no value do not count.
 */
export function kindOf(cells: Iterable<string>): CsvKind {
  const evidence = new NumberEvidence();
  let [all, booleans, plain] = [0, 0, 0];
  for (const cell of cells) {
    if (isMissing(cell)) continue;
    all++;
    if (BOOLEANS.has(cell)) booleans++;
    else if (isPlain(cell)) plain++;
    else if (isCode(cell)) return { type: 'text' };
    evidence.add(cell);
  }
  if (all === 0) return { type: 'any' };
  if (booleans === all) return { type: 'boolean' };
  if (plain >= NEARLY_ALL * all) return { type: 'number', form: PLAIN_NUMBER };
  const found = evidence.finding();
  const isNumbers = found?.kind === 'form' && found.fits >= NEARLY_ALL * all;
  return isNumbers ? { type: 'number', form: found.form } : { type: 'text' };
}

/** The value of a cell of such a column; undefined where it says that there is none. */
export function valueOfCell(cell: string, kind: CsvKind): unknown {
  switch (kind.type) {
    case 'text':
      return cell;
    case 'number':
      if (isCode(cell)) return cell;
      if (kind.form === PLAIN_NUMBER && isPlain(cell)) return Number(cell);
      return readNumber(cell, kind.form) ?? (isMissing(cell) ? undefined : cell);
    case 'boolean':
      return BOOLEANS.get(cell) ?? (isMissing(cell) ? undefined : cell);
    case 'any':
      return BOOLEANS.get(cell) ?? (isPlain(cell) ? Number(cell) : cell);
  }
}

/** Digits that are no number: with leading zeros, or more than a double can hold exactly. */
function isCode(cell: string): boolean {
  return CODE.test(cell) || (NUMBER.test(cell) && !isPlain(cell));
}

/** Whole numbers that a double cannot hold exactly are ids. */
function isPlain(cell: string): boolean {
  return NUMBER.test(cell) && (cell.includes('.') ? Number.isFinite(Number(cell)) : Number.isSafeInteger(Number(cell)));
}
