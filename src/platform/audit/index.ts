export { STRATA, actorOf } from './actor.js';
export { type Change, findChanges, recordChange } from './audit-log.js';
export { AuditModule } from './audit.module.js';
