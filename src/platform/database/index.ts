export { DATABASE, type Database } from './database.js';
export { openDatabase, openEmbedded } from './open-database.js';
export { prepared, queryPrepared } from './prepared.js';
export { sqlState } from './failures/unavailable.js';
