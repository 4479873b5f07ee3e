import { type PackedTexts } from '#strata/kernel/texts';

/** A column of a Parquet file. All of them may have cells without a value. */
export interface ParquetField {
  readonly name: string;
  readonly type: 'number' | 'boolean' | 'text';
}

/** The cells of a column in some rows. */
export type ParquetColumn =
  /** NaN: no value. */
  | { readonly name: string; readonly type: 'number'; readonly values: Float64Array }
  /** 0 and 1; 255: no value. */
  | { readonly name: string; readonly type: 'boolean'; readonly values: Uint8Array }
  | { readonly name: string; readonly type: 'text'; readonly packed: PackedTexts }
  /** Null: no value. */
  | { readonly name: string; readonly type: 'text'; readonly texts: readonly (string | null)[] }
  /** Texts, each an index into `categories`; outside of them: no value. */
  | {
      readonly name: string;
      readonly type: 'text';
      readonly codes: Uint8Array | Int16Array | Int32Array;
      readonly categories: readonly string[];
    };
