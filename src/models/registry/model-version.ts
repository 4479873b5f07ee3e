/**
 * Where a version stands, lowest first: a document nobody trained is a `draft`; `trained`, `validated` (judged on held-out
 * rows), `backtested` (against the human rule on history), `live` (in an experiment); the `champion` scores for
 * decisions; a `retired` one was champion, or was given up.
 */
export const MODEL_STAGES = ['draft', 'trained', 'validated', 'backtested', 'live', 'champion', 'retired'] as const;
export type ModelStage = (typeof MODEL_STAGES)[number];

/** The stages that evidence proves, in the order in which they are climbed. */
export const PROVEN_STAGES = ['validated', 'backtested', 'live'] as const;
export type ProvenStage = (typeof PROVEN_STAGES)[number];

/** A trained, immutable version of a model, without its bytes. Only its stage changes, and evidence is added to it. */
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
  /** The latest evidence of each stage that has any, without its report. */
  readonly evidence: readonly EvidenceHead[];
  /** The override by which it became champion without all evidence; null where there was none. */
  readonly override: Override | null;
  /** ISO-8601, UTC. */
  readonly createdAt: string;
}

/** A proof, or the failure of one, as it stands beside a version. */
export interface EvidenceHead {
  readonly stage: ProvenStage;
  readonly passed: boolean;
  readonly by: string;
  /** ISO-8601, UTC. */
  readonly at: string;
}

/** What was found out about a version. Immutable: a later one of the same stage counts in its place. */
export interface ModelEvidence extends EvidenceHead {
  /** UUID version 7: later evidence has greater ids. */
  readonly id: string;
  readonly modelId: string;
  readonly version: number;
  /** The whole report, as JSON. */
  readonly report: Readonly<Record<string, unknown>>;
}

/** Evidence as it is handed in. */
export interface NewEvidence extends Pick<ModelEvidence, 'modelId' | 'version' | 'stage' | 'passed' | 'by'> {
  /** Any plain object that JSON can hold, such as an `Evaluation`. */
  readonly report: object;
  /** Why it is recorded, for the audit log, where somebody was asked. */
  readonly reason?: string;
}

/** Somebody let a version become champion although evidence was missing. */
export interface Override {
  readonly by: string;
  readonly reason: string;
  /** The stages without passed evidence at that moment. */
  readonly missing: readonly ProvenStage[];
}

/** A change of a model's champion, as the log of promotions keeps it. */
export interface Promotion {
  readonly modelId: string;
  readonly action: 'promoted' | 'rolled-back' | 'retired';
  /** The version that became champion, or that retired. */
  readonly version: number;
  /** The champion before; null where there was none. */
  readonly replaced: number | null;
  readonly by: string;
  readonly reason: string;
  readonly override: Override | null;
  /** ISO-8601, UTC. */
  readonly at: string;
}

/** Who changes a champion and why, for the log. */
export interface ChangeOfChampion {
  readonly by: string;
  readonly reason: string;
}

/** What came of a change of a model's champion. */
export interface ChangedVersion extends ModelVersion {
  /** False where the version was what it should become already: nothing was changed then, and nothing logged. */
  readonly changed: boolean;
}
