/** A figure with its interval. */
interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** What a threshold means: whom it selects, what they do, what contacting costs and brings. */
export interface Trade {
  /** Null where nobody scores enough. */
  readonly threshold: number | null;
  readonly selected: number;
  readonly share: number;
  /** Null where nobody is selected. */
  readonly precision: number | null;
  readonly recall: number;
  readonly money: {
    readonly contacted: number;
    readonly share: number;
    readonly cost: number;
    readonly conversions: number;
    readonly increment: number;
    readonly profit: Estimate;
  } | null;
}

/** A threshold worth looking at. */
interface Suggestion extends Trade {
  readonly rule: 'knee' | 'max-f1' | 'coverage' | 'profit';
}

/** Whose money counts, and what it says. */
export interface Profit {
  readonly strategy: string | null;
  readonly offer: string | null;
  /** `response`: contact from the threshold up. `natural`: leave out from the threshold up, who would buy anyway. */
  readonly role: 'response' | 'natural';
  readonly basis: 'incremental' | 'gross';
  /** On rows that did not choose the threshold: more than contacting everybody. */
  readonly checked: { readonly overEverybody: Estimate };
}

/** Promised and happened, in a group of people of like scores. */
interface CalibrationBin {
  readonly rows: number;
  readonly predicted: number;
  readonly observed: number;
}

/** How good probabilities are. */
export interface BinaryMetrics {
  readonly rows: number;
  readonly positives: number;
  readonly auc: Estimate;
  readonly logLoss: number;
  readonly brier: number;
  readonly calibrationError: number;
  readonly perfectCalibrationError: number;
  readonly calibration: readonly CalibrationBin[];
}

/** How near predicted values are. */
export interface ValueMetrics {
  readonly rows: number;
  readonly rootMeanSquaredError: number;
  readonly meanAbsoluteError: number;
  readonly explained: Estimate;
  readonly calibration: readonly CalibrationBin[];
  readonly ofTheMean: { readonly rootMeanSquaredError: number; readonly meanAbsoluteError: number };
}

/** How an uplift model does in a random test. */
export interface UpliftReport {
  readonly rows: number;
  readonly verdicts: readonly string[];
  readonly treatments: readonly {
    readonly treatment: string;
    readonly effect: Estimate;
    readonly topShare: number;
    readonly contenders: readonly {
      readonly selector: string;
      readonly title: string;
      readonly metrics: { readonly qini: Estimate; readonly auuc: Estimate; readonly upliftAt: Estimate };
      readonly curve: readonly { readonly share: number; readonly gain: number }[];
    }[];
    readonly verdict: { readonly words: string };
  }[];
}

/** What drives scores over all people. */
export interface Explanation {
  readonly of: 'score' | 'effect';
  readonly unit: 'points' | 'value';
  readonly people: number;
  readonly base: number;
  readonly drivers: readonly {
    readonly feature: string;
    readonly words: string;
    readonly effect: number;
    readonly share: number;
    readonly direction: 'raises' | 'lowers' | 'mixed';
  }[];
  readonly curves: readonly {
    readonly feature: string;
    readonly words: string;
    readonly band: 'error' | 'people';
    readonly bins: readonly {
      readonly words: string;
      readonly effect: number;
      readonly low: number;
      readonly high: number;
      readonly weight: number;
    }[];
  }[];
  readonly notes: readonly string[];
}

/** How a selection treats the groups of a column. */
export interface Fairness {
  readonly by: string;
  readonly selection: string;
  readonly groups: readonly {
    readonly group: string;
    readonly people: number;
    readonly rate: Estimate;
    readonly calibration: {
      readonly promised: number;
      readonly happened: Estimate;
      readonly reading: 'as promised' | 'more' | 'less' | 'too few';
    } | null;
  }[];
  readonly reading: readonly string[];
  readonly notes: readonly string[];
}

/** What the evidence of the first stage tells, as far as the page shows it; older evidence tells less. */
export interface Evaluation {
  readonly file?: string;
  readonly basis?: 'hold-out' | 'all rows' | 'folds';
  readonly metrics?: BinaryMetrics | ValueMetrics;
  readonly trades?: readonly Trade[] | null;
  readonly thresholds?: readonly Suggestion[] | null;
  readonly profit?: Profit | null;
  readonly rivals?:
    | readonly {
        readonly selector: string;
        readonly title: string;
        readonly auc: Estimate;
        readonly modelAhead: Estimate;
      }[]
    | null;
  /** Of an uplift model. */
  readonly report?: UpliftReport;
  readonly verdict?: {
    readonly headline: string;
    readonly checks: readonly { readonly result: 'passed' | 'warned' | 'failed'; readonly words: string }[];
  };
  readonly explanation?: Explanation | null;
  readonly fairness?: Fairness | null;
  readonly notes?: readonly string[];
}

interface Evidence {
  readonly stage: string;
  readonly at: string;
  readonly report: Readonly<Record<string, unknown>>;
}

/** The latest evaluation among the evidence of a version, which has the latest first; null where there is none. */
export function latestEvaluation(evidence: readonly Evidence[]): Evaluation | null {
  const found = evidence.find(({ stage }) => stage === 'validated');
  return found === undefined ? null : found.report;
}

/** What was measured on the hold-out when a version was trained. */
export interface TrainedMetrics {
  readonly holdout?: BinaryMetrics | ValueMetrics | null;
  readonly uplift?: UpliftReport;
  readonly features?: readonly string[];
  readonly examples?: number;
  readonly training?: number;
  readonly source?: 'file' | 'history';
  readonly notes?: readonly string[];
}

export function isBinary(metrics: BinaryMetrics | ValueMetrics): metrics is BinaryMetrics {
  return 'auc' in metrics;
}
