export { type Memory, openMemory } from './duckdb.js';
export { duckDbPath } from './duckdb-path.js';
export { openOutput, refuseInput } from './output-file.js';
