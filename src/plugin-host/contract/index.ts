export { checkPlugin } from './check-plugin.js';
export { type ContractResult } from './contract-suite.js';
