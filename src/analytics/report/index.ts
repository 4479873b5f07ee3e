export { drawHeatMap, type HeatMap } from './heat-map.js';
export { reportPage } from './report-page.js';
