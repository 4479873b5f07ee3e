import { type FactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { type DataFile } from '#strata/tables/files';
import { type ExampleOptions, type Examples } from './examples.js';
import { type DatasetReport } from './dataset-report.js';
import { type Sampling } from './sampling.js';

/** Where the examples of a model come from. */
export type ExampleSource = FileSource | HistorySource;

/** A flat file: one example a row. */
export interface FileSource {
  readonly kind: 'file';
  /** CSV, NDJSON or Parquet. */
  readonly file: string;
  /** A file of the people whom the model is meant for now, with the same columns. */
  readonly pool?: string;
  /** A file of what the same people did, in the columns of `strata import`: conditions on events are measured in it. */
  readonly events?: string;
}

/** What people did: examples are made of it by the model's label, treatment and population (`docs/data-sets.md`). */
export interface HistorySource {
  readonly kind: 'history';
  readonly from: StoredHistory | HistoryFiles;
  /** The definitions of all facts. */
  readonly facts: FactCatalogue;
  /** The shop's, in which a date without a time is a day; UTC unless told. */
  readonly timeZone?: string;
  /**
   * Milliseconds since 1970: nothing that happened later is looked at. Unless told: now for what is stored, the latest
   * event of files.
   */
  readonly until?: number;
}

/** The profiles and events that Strata stores, and whom its strategies sent something or held out. */
export interface StoredHistory {
  readonly kind: 'stored';
  readonly database: Database;
}

/** Files of events and of profiles, in the columns of `strata import`. */
export interface HistoryFiles {
  readonly kind: 'files';
  readonly events: string;
  /** Facts that come from the profile have no value without it. */
  readonly profiles?: string;
}

/** Rows that examples are read from, opened: those of a file, or those made of history. */
export interface ExampleData extends DataFile {
  /** How the rows were drawn from history; null for a flat file. */
  readonly sampling: Sampling | null;
  /** `sha256:…`: of the file's bytes, or of the examples where they were made of history. */
  fingerprint(examples: Examples): Promise<string>;
  /** Features that were computed as of each row's moment; none of a flat file, of which nobody knows. */
  readonly pointInTime: ReadonlySet<string>;
  /**
   * For features that are attributes of people, how long after each row's moment (in milliseconds, negative before it)
   * they were last said; NaN where they never were. Null where nobody knows.
   */
  saidAfter(features: readonly string[]): Promise<ReadonlyMap<string, Float64Array> | null>;
  /** The people whom the model is meant for, now. Null where the source does not know them: a flat file holds the past. */
  pool(): Promise<Pool | null>;
}

/** The people whom a model is meant for. */
export interface Pool {
  readonly people: number;
  /** All of them or a part drawn by hash, with their facts. Closed together with the examples. */
  readonly data: DataFile;
}

/** What opening a source needs to know. */
export type SourceReading = Pick<ExampleOptions, 'segments' | 'progress'>;

/** The examples of a model, with what is known of their source. */
export interface GatheredExamples {
  readonly examples: Examples;
  /** See {@link ExampleData.fingerprint}. */
  readonly dataHash: string;
  readonly report: DatasetReport;
}
