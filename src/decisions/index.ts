export { CurrentRelease } from './current-release.js';
export { DecideCommand } from './decide.command.js';
export { DecideHandler } from './decide.handler.js';
export { type DecisionParts, DecisionsModule } from './decisions.module.js';
export { ExplainDecisionQuery } from './explain-decision.query.js';
export { type DecisionExplanation, type ExplainedScore, type StageTrace } from './explanation.js';
export { type Answer } from './log/answer.js';
export { DecisionLog } from './log/decision-log.js';
export { type Difference, type Replay } from './replay.js';
