export { ChampionScorers, type Rescorer, scoreBy } from './champion-scorers.js';
export { type VersionChoice, chooseVersion, type ModelStanding, standings } from './version-in-use.js';
export { ModelRegistry } from './model-registry.js';
export {
  type ChangedVersion,
  type ModelEvidence,
  MODEL_STAGES,
  type ModelVersion,
  PROVEN_STAGES,
  type ModelStage,
  type ProvenStage,
  type Promotion,
} from './model-version.js';
export { type DriftReference, type ReferenceScores, SAMPLE_ROWS, driftReference, sampleOf } from './reference.js';
export type { NewVersion } from './versions.js';
export { howToProve, meaningOf, reportWords } from './stages.js';
