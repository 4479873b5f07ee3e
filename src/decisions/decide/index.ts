export { DecideCommand } from './decide.command.js';
export { DecideHandler } from './decide.handler.js';
export { identityOf } from './first-draws.js';
export { gatherInput } from './input-gatherer.js';
