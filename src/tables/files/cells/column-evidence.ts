import {
  DATE_FORMS,
  DateEvidence,
  type DateForm,
  NumberEvidence,
  NUMERIC_DATE_FORMS,
  type NumberFinding,
  type DateFinding,
  readBoolean,
  isMissing,
} from '#strata/kernel/forms';

/** Nearly all cells with a value: with so many of a kind the column is of that kind, and the others are missing. */
export const NEARLY_ALL = 0.95;
/** From here on a person wonders why the column is text. */
const MOSTLY = 0.5;

/** Forms in which a column is recognised as one of dates without anybody saying so. */
const CALENDAR_FORMS: readonly DateForm[] = DATE_FORMS.filter((form) => !NUMERIC_DATE_FORMS.includes(form));

/** What a column of text holds. */
export type ColumnFinding =
  | { readonly kind: 'number'; readonly finding: NumberFinding }
  | { readonly kind: 'date'; readonly finding: DateFinding }
  | { readonly kind: 'boolean' }
  /** `numbers`: the share of cells that are numbers, where it is most of them and the column still is none of numbers. */
  | { readonly kind: 'category'; readonly numbers?: number };

/** Collects what the cells of a column of text tell of its kind. The order of the cells does not matter. */
export class ColumnEvidence {
  readonly #numbers = new NumberEvidence();
  readonly #dates = new DateEvidence(CALENDAR_FORMS);
  readonly #onlyDates: boolean;
  /** Cells that say something. */
  #cells = 0;
  #numberCells = 0;
  #dateCells = 0;
  #booleanCells = 0;
  /** Marks of missing other than blanks. */
  #marks = 0;

  constructor(texts: 'anything' | 'dates') {
    this.#onlyDates = texts === 'dates';
  }

  add(text: string, count: number): void {
    if (isMissing(text)) {
      if (text.trim() !== '') this.#marks += count;
      return;
    }
    this.#cells += count;
    if (this.#onlyDates) {
      if (this.#dates.add(text, count)) this.#dateCells += count;
      return;
    }
    if (readBoolean(text) !== undefined) this.#booleanCells += count;
    if (!/\d/.test(text)) return;
    if (this.#numbers.add(text, count)) this.#numberCells += count;
    else if (this.#dates.add(text, count)) this.#dateCells += count;
  }

  /** Whether more cells cannot change that the column is one of text. @param most cells that it has at most */
  isText(most: number): boolean {
    const odd = (fits: number) => this.#cells - fits > (1 - NEARLY_ALL) * most;
    const mayMatter = this.#numberCells >= MOSTLY * this.#cells;
    return !mayMatter && odd(this.#numberCells) && odd(this.#dateCells) && this.#booleanCells < this.#cells;
  }

  finding(): ColumnFinding {
    if (this.#cells === 0) return { kind: 'category' };
    const enough = NEARLY_ALL * this.#cells;
    const numbers = this.#numbers.finding();
    if (numbers !== undefined && numbers.fits >= enough) return { kind: 'number', finding: numbers };
    const dates = this.#dates.finding();
    if (dates !== undefined && dates.fits >= enough) return { kind: 'date', finding: dates };
    if (this.#booleanCells === this.#cells && this.#marks === 0) return { kind: 'boolean' };
    const share = (numbers?.fits ?? 0) / this.#cells;
    return share >= MOSTLY ? { kind: 'category', numbers: share } : { kind: 'category' };
  }
}
