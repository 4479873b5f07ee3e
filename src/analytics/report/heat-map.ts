import { markup, type Markup, whole } from '#strata/platform/pages';

/** Counts by row and column, such as who moved from one stage to another. */
export interface HeatMap {
  readonly caption: string;
  /** Over the rows, and over the columns. */
  readonly corner: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row, then by column. */
  readonly counts: readonly (readonly number[])[];
}

/**
 * A table whose cells are the darker, the larger their share of the row: for both colour schemes, and to be read without
 * seeing colours.
 */
export function drawHeatMap({ caption, corner, rows, columns, counts }: HeatMap): Markup {
  const cell = (count: number, total: number): Markup => {
    const share = total === 0 ? 0 : count / total;
    const shade = `background: color-mix(in srgb, var(--main) ${String(Math.round(share * MOST_SHADE))}%, transparent)`;
    const below = count === 0 ? null : markup`<small>${percentOf(share)}</small>`;
    return markup`<td class="number" style="${shade}">${count === 0 ? '–' : whole(count)}${below}</td>`;
  };
  const hint =
    columns.length < FITS_A_PHONE
      ? null
      : markup`<p class="note sideways">Scroll the table sideways for all columns.</p>`;
  return markup`${hint}<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="heat">
<thead><tr><th scope="col">${corner}</th>${columns.map((name) => markup`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${rows.map((name, row) => {
    const cells = counts[row] ?? [];
    const total = cells.reduce((sum, count) => sum + count, 0);
    return markup`<tr><th scope="row">${name}</th>${cells.map((count) => cell(count, total))}</tr>`;
  })}</tbody></table></div>`;
}

/** Columns from which on a map does not fit a phone. */
const FITS_A_PHONE = 4;

/** Of the main colour: text stays readable on it. */
const MOST_SHADE = 55;

function percentOf(share: number): string {
  return `${String(Math.round(100 * share))} %`;
}
