export {
  type ComputedBlock,
  type ComputedRun,
  forgetComputed,
  publishComputed,
  stageComputed,
} from './computed-table.js';
export { COMPUTED_PERSON_STORE } from './own-person-store.js';
