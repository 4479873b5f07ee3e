/** Where a version stands. Only a champion scores for decisions. */
export type ModelStage = 'trained' | 'champion' | 'retired';

/** A trained, immutable version of a model, without its bytes. */
export interface ModelVersion {
  readonly modelId: string;
  /** 1, 2, 3 … a model. */
  readonly version: number;
  readonly stage: ModelStage;
  readonly plugin: string;
  readonly task: string;
  /** `sha256:…` of the model document that was trained. */
  readonly documentHash: string;
  /** `sha256:…` of the training file's bytes. */
  readonly dataHash: string;
  /** Version of Strata that trained it. */
  readonly codeVersion: string;
  readonly seed: number;
  /** `sha256:…` of the artefact's bytes. */
  readonly checksum: string;
  /** What was measured on the hold-out when it was trained. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** ISO-8601, UTC. */
  readonly createdAt: string;
}

/** Who promoted a version to champion and why. */
export interface Promotion {
  readonly modelId: string;
  readonly version: number;
  readonly by: string;
  readonly reason: string;
  /** ISO-8601, UTC. */
  readonly at: string;
}
