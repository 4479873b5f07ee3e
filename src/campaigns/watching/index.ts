export { Guardrails } from './guardrails.js';
export { judgeFallback, judgeLift, judgeSampleRatio } from './judge.js';
export { shownWatched } from './watch.schema.js';
export { WatchController } from './watch.controller.js';
export { Watching } from './watching.js';
