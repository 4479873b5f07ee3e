export { boundedQuery, TooSlow } from './bounded-query.js';
export { eventNamesOf, knownSql } from './funnel-sql.js';
export { countEstimate, type SeenPeople } from './interval.js';
export { previewSegment } from './preview.js';
export { PreviewController } from './preview.controller.js';
export { BUCKETS, bucketsToRead, sizesOf } from './sample.js';
export type { CountEstimate, SegmentPreview } from './segment-preview.js';
