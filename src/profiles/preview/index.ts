export { previewSegment } from './preview.js';
export { PreviewController } from './preview.controller.js';
export type { SegmentPreview } from './segment-preview.js';
