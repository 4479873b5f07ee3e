export { type Memory, openMemory } from './duckdb.js';
export { duckDbPath } from './duckdb-path.js';
export { refuseInput } from './output-file.js';
