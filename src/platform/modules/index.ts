export { JobKinds } from './job-kinds.js';
export { type Duty, DUTY, type PlatformParts, PlatformModule } from './platform.module.js';
