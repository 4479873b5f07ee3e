export type { ShadowReport } from './report/shadow-report.js';
export { Shadows } from './shadows.js';
export { ShadowsModule } from './shadows.module.js';
