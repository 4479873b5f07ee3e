export { Guardrails, openGuardrails } from './guardrails.js';
export { type DrawnGroup, judgeFallback, judgeLift, judgeSampleRatio } from './judge.js';
export { GuardrailAttention, strategyState } from './strategy-state.js';
export { shownState, shownWatched } from './watch.schema.js';
export { WatchController } from './watch.controller.js';
export { Watching } from './watching.js';
