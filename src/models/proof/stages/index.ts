export { type ModelRecord, type RecordedVersion, modelRecord } from './model-record.js';
