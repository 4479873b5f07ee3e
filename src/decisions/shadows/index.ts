export type { ShadowReport } from './report/shadow-report.js';
export { Shadows, type ShadowTraffic } from './shadows.js';
export { ShadowsModule } from './shadows.module.js';
