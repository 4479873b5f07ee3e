export { CAMPAIGN_RECORDS } from './campaign-records.js';
export { type DrawnPeople, recordDrawn } from './drawn-people.js';
export type { ExposedPerson, ExposureSource } from './exposure-source.js';
export {
  countsOfSource,
  deleteOfSource,
  recordExposures,
  settledExposures,
  withoutExposure,
} from './exposure-table.js';
export { exposureOf } from './exposure.js';
export { IN_PIECE, type Piece, keepProgress, nextPiece, summariseNewPages } from './progress.js';
export { type ExposureScore, type ScoringModel, scoringModel } from './scoring-model.js';
export { end, findEnded, redeem, reopen } from './settle.js';
export {
  drawingArms,
  firstOpenTreatment,
  type SettledDraw,
  settledDraws,
  type SettledTreatment,
  settledTreatments,
} from './settled-treatments.js';
export { type TreatmentTotals, treatmentTotals } from './treatment-totals.js';
export { joinTurn, takeTurn } from './turn.js';
