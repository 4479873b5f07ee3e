export { drawHeatMap } from './heat-map.js';
export { reportPage } from './report-page.js';
