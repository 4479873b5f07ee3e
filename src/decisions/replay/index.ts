export { type Replay, replayStored } from './replay.js';
export { choiceOf, findStored } from './stored-case.js';
