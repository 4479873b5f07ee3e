export * from './compile.js';
export * from './leaf-words.js';
export * from './lint.js';
export * from './types.js';
export * from './validate.js';
