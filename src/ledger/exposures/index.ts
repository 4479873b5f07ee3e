export { DECISION_RECORDS } from './campaign-records.js';
export type { ExposedPerson, ExposureSource } from './exposure-source.js';
export { holdoutKey, insertExposures, lastHoldouts } from './exposure-table.js';
export { type Exposure, exposureOf } from './exposure.js';
export { IN_PIECE, type Piece, keepProgress, nextPiece } from './progress.js';
export { end, findEnded, redeem, reopen } from './settle.js';
export { joinTurn, takeTurn } from './turn.js';
