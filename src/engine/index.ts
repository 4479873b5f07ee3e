export * from './conditions/index.js';
export * from './decision.js';
export * from './documents.js';
export * from './input.js';
