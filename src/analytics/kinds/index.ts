export { kindOf } from './kinds.js';
export { tellVersion, tellVersions } from './tell-version.js';
