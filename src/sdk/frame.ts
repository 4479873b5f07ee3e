/**
 * A dense feature matrix, as the host encodes it: numbers standardised, categories one-hot, missing values imputed.
 * The encoding is fitted on the training part only and stored with the model.
 */
export interface EncodedFrame {
  readonly kind: 'encoded';
  /** Number of rows, n ≥ 0. */
  readonly rows: number;
  /** Names of the encoded columns, for example `age`, `city=Shanghai`; m of them. */
  readonly columns: readonly string[];
  /** n × m, row-major. Always finite. */
  readonly values: Float32Array;
}

/** A numeric column; NaN marks a missing value. Booleans arrive as 0 and 1, dates as milliseconds since 1970. */
export interface NumberColumn {
  readonly name: string;
  readonly type: 'number';
  /** One value a row. */
  readonly values: Float64Array;
}

/** A column of categories; code −1 marks a missing value or a category that was not seen in training. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: 'category';
  /** One index into `categories` a row, or −1. */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

/** A typed feature column. */
export type FeatureColumn = NumberColumn | CategoryColumn;

/** Typed columns with missing values and categories as they are, for methods that handle them natively (trees). */
export interface RawFrame {
  readonly kind: 'raw';
  /** Number of rows, n ≥ 0. */
  readonly rows: number;
  readonly columns: readonly FeatureColumn[];
}

/** What a scorer reads: the same shape serves one request (n = 1) and a campaign (n = 2,048). */
export type FeatureFrame = EncodedFrame | RawFrame;
