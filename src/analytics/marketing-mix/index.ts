export { MARKETING_MIX } from './marketing-mix.js';
export { measureMix } from './measure-mix.js';
export { readSeries } from './reading/series.js';
export { readMix } from './words/read-mix.js';
