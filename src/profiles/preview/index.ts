export { countEstimate, type SeenPeople } from './interval.js';
export { previewSegment } from './preview.js';
export { PreviewController } from './preview.controller.js';
export type { CountEstimate, SegmentPreview } from './segment-preview.js';
