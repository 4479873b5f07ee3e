export { ExposureSources, LedgerModule } from './ledger.module.js';
