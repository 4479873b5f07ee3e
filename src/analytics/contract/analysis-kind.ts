import { type Analysis, type ReleaseDocuments } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type Database } from '#strata/platform/database';
import { type PluginHost } from '#strata/plugin-host';
import { type ReadReport } from './read-report.js';

/** Where an analysis reads what people did. */
export type AnalysisSource =
  | { readonly kind: 'stored'; readonly database: Database }
  /** `name` is what messages call it. */
  | { readonly kind: 'file'; readonly file: string; readonly name: string };

/** What a run of an analysis is given. */
export interface AnalysisTask {
  readonly source: AnalysisSource;
  /** Milliseconds since 1970, UTC: the moment that the result is of. Nothing that happened later is looked at. */
  readonly until: number;
  /** Those that the analysis was published with. */
  readonly documents: ReleaseDocuments;
  readonly host: PluginHost;
  /** 32-bit unsigned. */
  readonly seed: number;
  /** The version before; null where there is none. */
  readonly previous: { readonly report: object; readonly artefact: Uint8Array | null } | null;
  readonly signal: AbortSignal;
  /** @param share done so far, 0 to 1 */
  readonly progress: (share: number, note: string) => void;
}

/** What an analysis says about some people: for each name as many values as there are people; null is none. */
export interface PublishedBlock {
  readonly people: readonly string[];
  readonly values: Readonly<Record<string, readonly (number | string | boolean | null)[]>>;
}

/** What a run found out. */
export interface AnalysisResult<R extends object> {
  /** JSON: the same bytes for the same input and moment. */
  readonly report: R;
  /** What is kept to answer from. */
  readonly artefact?: Uint8Array;
  /** What it says about people; only what the document publishes is kept. */
  readonly people?: AsyncIterable<PublishedBlock> | Iterable<PublishedBlock>;
}

/** In which words a report is told again. */
export interface ReportTelling {
  /** Those that the analysis was published with. */
  readonly documents: ReleaseDocuments;
  readonly language: Language;
}

/** How a kind of analysis is made. The form of its documents stands in the rulebook. */
export interface AnalysisKind<D extends Analysis = Analysis, R extends object = object> {
  /** @throws StrataError for what the source does not hold */
  run(document: D, task: AnalysisTask): Promise<AnalysisResult<R>>;
  /** The report for people: what the command prints, and the page shows. */
  read(report: R, document: D): ReadReport;
  /**
   * Where a result is no better than the dumb rival beside it in its own report: that, in one sentence with both figures; else null.
   * It is said where the result is published, and stays with the version.
   */
  warn?(report: R, language?: Language): string | null;
  /**
   * The report with the sentences and names that it keeps told again in a language, of the figures beside them; what these do not
   * say stays as it is. Absent of kinds whose reports keep figures only.
   */
  tell?(report: R, telling: ReportTelling): R;
}
