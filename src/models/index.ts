export { ChampionScorers } from './champion-scorers.js';
export { ModelRegistry, type NewVersion } from './model-registry.js';
export { type ModelStage, type ModelVersion, type Promotion } from './model-version.js';
