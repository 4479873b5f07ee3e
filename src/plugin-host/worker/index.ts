export type { ErrorMessage } from './error-message.js';
export { type KnownPlugin, libraryOf, type PluginCode } from './import-plugin.js';
export type { FittedMessage } from './served-fitted.js';
export { loadPolicy, type PolicyMessage } from './served-policy.js';
export type { ModelMessage, ProcessRole, Question, ScoreReply } from './roles.js';
