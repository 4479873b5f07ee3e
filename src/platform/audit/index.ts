export { STRATA, actorOf } from './actor.js';
export { type AuditedChange, changesOfSubjects, findChanges, forgetSubjects, recordChange } from './audit-log.js';
export { AuditController } from './audit.controller.js';
