export { type Erasure, type PersonExport, ProfileStore } from './profile-store.js';
export { startRetention } from './retention-job.js';
