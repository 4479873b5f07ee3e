export {
  type ComputedBlock,
  type ComputedRun,
  forgetComputed,
  publishComputed,
  publishComputedAgain,
  stageComputed,
  withdrawComputed,
} from './computed-table.js';
export { COMPUTED_PERSON_STORE } from './own-person-store.js';
