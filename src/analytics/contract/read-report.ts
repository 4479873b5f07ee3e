import { type Figure, type Markup } from '#strata/platform/pages';

/** A report for people, printed by commands and shown as a page. */
export interface ReadReport {
  /** What was looked at, in one sentence. */
  readonly subject: string;
  /** What it means, before everything else. */
  readonly answer: readonly string[];
  readonly parts: readonly ReportPart[];
  /** What to know of how it was made. */
  readonly notes: readonly string[];
}

export interface ReportPart {
  readonly title: string;
  readonly sentences?: readonly string[];
  readonly table?: ReportTable;
  /** A chart, on pages only: the table or the sentences say the same. */
  readonly figure?: Markup;
}

interface ReportTable {
  /** Read to those who do not see it. */
  readonly caption: string;
  readonly head: readonly ReportCell[];
  readonly rows: readonly (readonly ReportCell[])[];
}

/** Text, or a figure to the right (see `figure` of the pages). */
export type ReportCell = string | Figure;
