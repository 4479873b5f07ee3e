import { type FeatureFrame, type RawFrame } from './frame.js';

/** What a base scorer learns from: rows of the frame that the outer plugin got, or a frame that it made of them. */
export interface BaseTrainingSet {
  /** Raw whatever the base reads: where it reads `encoded` frames the host encodes, fitted on these rows. */
  readonly frame: RawFrame;
  readonly task: 'binary' | 'regression';
  /** 0 or 1 for binary tasks, the value for regression. */
  readonly label: Float64Array;
  /** Non-negative row weights. */
  readonly weight?: Float64Array;
  /** 32-bit unsigned; derive it from `run.seed`. */
  readonly seed: number;
  /** @param share of this one training that is done, 0 to 1 */
  readonly progress?: (share: number, note?: string) => void;
}

/** A trained base, of which a learner over learners is built. Its scores are as the base gives them: not calibrated. */
export interface BaseModel {
  /** Self-contained, with the base's id, options and encoding: keep it in your artefact, and see {@link LoadBase}. */
  readonly bytes: Uint8Array;
  /**
   * One score a row: a probability for binary tasks, the value for regression. The frame has the columns of the training
   * frame; categories may be coded by any dictionary. Throws what scoring with a plugin throws.
   */
  score(frame: RawFrame): Promise<Float64Array>;
}

/** Another admitted scorer, at hand inside the training process. */
export interface BaseScorer {
  /** The form of frame that it reads: an `encoded` base sees only the interactions that columns say. */
  readonly input: FeatureFrame['kind'];
  /** Trains one model; cancelled with the outer training. Throws where the base cannot do the task, or fails. */
  train(set: BaseTrainingSet): Promise<BaseModel>;
}

/** Makes a base model of its bytes again, where the outer plugin loads its own. */
export type LoadBase = (bytes: Uint8Array) => Promise<BaseModel>;
