export type { ErrorMessage } from './error-message.js';
export type { KnownPlugin, PluginCode } from './import-plugin.js';
export type { ModelMessage, ProcessRole, Question, ScoreReply } from './roles.js';
