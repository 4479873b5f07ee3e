export * from './shop.js';
export * from './simulate.js';
export * from './write.js';
