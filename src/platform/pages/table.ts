import { markup, type Markup } from './markup.js';

/** A cell: text to the left, or a figure to the right, with what goes below it. */
export type TableCell = string | Markup | Figure;

/** A figure to the right, and what goes below it. */
export interface Figure {
  readonly figure: string;
  readonly below: string;
}

/** What a table shows. */
export interface Rows {
  readonly head: readonly TableCell[];
  readonly rows: readonly (readonly TableCell[])[];
  /** The row to stand out, from 0. */
  readonly best?: number;
  /** Read to those who do not see it. */
  readonly caption: string;
  /** What says, where the screen is narrow, that there is more; in English unless told. */
  readonly hint?: string;
}

/**
 * A table that scrolls by itself where the screen is narrow, and says so there: a phone hides what does not fit without a
 * sign. The first cell of a row is its heading and stays in view.
 */
export function drawTable({
  head,
  rows,
  best,
  caption,
  hint: more = 'Scroll the table sideways for all columns.',
}: Rows): Markup {
  const hint = head.length < FITS_A_PHONE ? null : markup`<p class="note sideways">${more}</p>`;
  return markup`${hint}<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<thead><tr>${head.map((cell) => headCell(cell))}</tr></thead>
<tbody>${rows.map(
    (cells, index) =>
      markup`<tr${index === best ? markup` class="best"` : null}>${cells.map((cell, column) =>
        column === 0 ? markup`<th scope="row">${contentOf(cell)}</th>` : bodyCell(cell),
      )}</tr>`,
  )}</tbody></table></div>`;
}

/** Columns from which on a table does not fit a phone. */
const FITS_A_PHONE = 4;

/** A figure, to the right; below it smaller what belongs to it, such as its interval. */
export function figure(text: string, below = ''): Figure {
  return { figure: text, below };
}

function headCell(cell: TableCell): Markup {
  return isFigure(cell)
    ? markup`<th scope="col" class="number">${cell.figure}</th>`
    : markup`<th scope="col">${contentOf(cell)}</th>`;
}

function bodyCell(cell: TableCell): Markup {
  if (!isFigure(cell)) return markup`<td>${contentOf(cell)}</td>`;
  const below = cell.below === '' ? null : markup`<small>${cell.below}</small>`;
  return markup`<td class="number">${cell.figure}${below}</td>`;
}

function contentOf(cell: TableCell): string | Markup {
  return isFigure(cell) ? cell.figure : cell;
}

function isFigure(cell: TableCell): cell is Figure {
  return typeof cell === 'object' && 'figure' in cell;
}
