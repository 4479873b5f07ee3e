export { type ContractResult, checkPlugin } from './check-plugin.js';
