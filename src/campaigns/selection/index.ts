export type { SelectedPeople, SelectionManifest } from './manifest.js';
export { type Selection, type SelectionRun, selectAudience } from './select-audience.js';
export type { ChosenModel, SelectionPlan } from './selection-plan.js';
export { type ListFormat } from './list/list-format.js';
