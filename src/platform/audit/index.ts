export { STRATA, actorOf } from './actor.js';
export { type Change, changesOfSubjects, findChanges, forgetSubjects, recordChange } from './audit-log.js';
export { AuditModule } from './audit.module.js';
