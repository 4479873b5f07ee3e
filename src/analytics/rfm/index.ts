export { RFM } from './rfm.js';
