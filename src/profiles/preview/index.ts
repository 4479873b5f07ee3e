export { PREVIEW_ENDPOINT } from './preview-endpoint.js';
export { PreviewModule } from './preview.module.js';
export { previewSegment } from './preview.js';
export { type SegmentPreview } from './segment-preview.js';
