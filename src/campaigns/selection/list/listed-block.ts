import { type AudienceSum } from '#strata/engine/columns';
import { type EncodedRows } from '#strata/tables/parquet';

/** The rows of a block that are in the list. */
export interface ListedBlock {
  readonly rows: ListedRows;
  readonly hash: AudienceSum;
  readonly totals: readonly ListedTotal[];
}

/** Rows as they are written: of Parquet encoded, of all else text. */
export type ListedRows = EncodedRows | { readonly rows: number; readonly text: Uint8Array<ArrayBuffer> };

/** Sums over rows of an offer, arm and outcome. Money in millionths, whole. */
export interface ListedTotal {
  readonly offer: string;
  readonly arm: string | null;
  readonly outcome: 'offer' | 'holdout';
  readonly people: number;
  /** How many of them have no figures, and are in none of the sums. */
  readonly withoutFigures: number;
  readonly conversions: number;
  readonly cost: number;
  readonly profit: number;
}
