export { type Encoding, fitEncoding } from './encoder.js';
export { type FeatureSpec, featuresOf, frameOf, packFrame } from './features.js';
export { type FrameForm, frameFor, frameOfColumns, packedRows } from './frames.js';
