export { readBundle, writeBundle } from './bundle.js';
export { openDesk } from './desk.js';
export { type AskPass, driveRun, type SparkManifest } from './drive.js';
export { makePass, type Multipliers, type Pass } from './passes.js';
