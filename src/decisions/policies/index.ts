export { PoliciesController } from './policies.controller.js';
export { shownPolicies } from './policies.schema.js';
export { findPolicyState } from './policy-state.js';
export { PolicyDesk } from './policy-desk.js';
export { PolicyRecords } from './policy-record.js';
