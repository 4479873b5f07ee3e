export { drawChart } from './chart.js';
export { fixed, percent, range, whole } from './figures.js';
export { wholePage } from './layout.js';
export { markup, type Markup, retold } from './markup.js';
export { drawTable, type Figure, figure, type TableCell } from './table.js';
