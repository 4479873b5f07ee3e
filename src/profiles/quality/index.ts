export { QualityAttention } from './quality-attention.js';
export { CountedQuality } from './counted-quality.js';
export { DataQualityController } from './data-quality.controller.js';
export { QUALITY_PERSON_STORE } from './own-person-store.js';
export { type EventQuality, type QualityReport, qualityReport, relearn } from './quality-report.js';
