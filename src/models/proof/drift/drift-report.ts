import { type Estimate } from '#strata/statistics';

/** `refused`: the model must not score these people; `warned`: somebody should look first. */
export type DriftResult = 'ok' | 'warned' | 'refused';

/** From where on a move is warned of, and from where on it is refused. */
export interface Limit {
  readonly warn: number;
  readonly refuse: number;
}

/** Limits of population stability indices, and of the classifier's AUC. */
export interface DriftLimits extends Limit {
  readonly classifier: Limit;
  /** Features that move by nature, such as the age of an account; they are shown, but neither warned of nor refused. */
  readonly ignore: readonly string[];
}

/** How far people are from those that a version was trained on. Plain and JSON-able. */
export interface DriftReport {
  readonly model: string;
  readonly version: number;
  /** Whom the training part is compared with, in words. */
  readonly pool: string;
  /** People of the pool, and of the training part. */
  readonly people: number;
  readonly trainedOn: number;
  readonly limits: DriftLimits;
  /** The worst of all that was looked at. */
  readonly result: DriftResult;
  /** What to do, in a sentence that names what moved and by how much. */
  readonly headline: string;
  /** The feature that moved most first. */
  readonly features: readonly ColumnDrift[];
  /** The scores of the pool against those of the hold-out; null where the version has none to compare with. */
  readonly score: ColumnDrift | null;
  /** How well a classifier tells the pool from the training part; null for too few people. */
  readonly classifier: ClassifierDrift | null;
  /** What was promised against what happened; null where no outcome is known yet. */
  readonly calibration: CalibrationDrift | null;
  /** What a reader should know. */
  readonly notes: readonly string[];
}

/** How far one column moved. */
export interface ColumnDrift {
  readonly name: string;
  /** What the catalogue calls it, else its name. */
  readonly words: string;
  /** Population stability index, 0 and up. */
  readonly index: number;
  /** Below it the index is noise, with as few people. */
  readonly noise: number;
  readonly result: DriftResult;
  /** Where it moved most, in words: "94 % are above 171, in training 3 %". */
  readonly change: string;
}

/** A classifier that was taught who is of the pool. */
export interface ClassifierDrift {
  /** 0.5: nobody can tell them apart; 1: they have nothing in common. */
  readonly auc: Estimate;
  readonly result: DriftResult;
}

/** Whether the probabilities still hold. */
export interface CalibrationDrift {
  /** Decisions whose outcome is known. */
  readonly people: number;
  /** Mean probability, and share that converted. */
  readonly promised: number;
  readonly happened: Estimate;
  /** Expected calibration error, and what a perfect model stays below 95 times of 100 with as few people. */
  readonly error: number;
  readonly perfect: number;
  /** Never refused: it is found out when people were scored already. */
  readonly result: DriftResult;
}
