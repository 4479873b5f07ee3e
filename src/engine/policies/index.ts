export { contextOf } from './context.js';
export { drawnPlace, explored } from './draw.js';
