export { previewSegment } from './preview.js';
export { PreviewModule } from './preview.module.js';
export type { SegmentPreview } from './segment-preview.js';
