export { canonicalJson } from './canonical-json.js';
export {
  DATE_FORMS,
  DateEvidence,
  type DateFinding,
  type DateForm,
  NUMERIC_DATE_FORMS,
  readDate,
} from './date-form.js';
export { durationMilliseconds, isDuration } from './duration.js';
export { contentHash, textDigest } from './hash.js';
export { hashShare, hashShares } from './hash-share.js';
export { uuidv7 } from './ids.js';
export { jsonPointer, pointerPath } from './json-pointer.js';
export { isMissing } from './missing.js';
export { dayRange, isDateOnly, isTimeZone, parseMoment } from './moment.js';
export { nearestIsoForm } from './nearest-iso-form.js';
export { hasTooManyMembers, isDeeperThan, isLargerThan } from './nesting.js';
export {
  NumberEvidence,
  type NumberFinding,
  type NumberForm,
  PLAIN_NUMBER,
  isPlainNumber,
  numberExample,
  readNumber,
} from './number-form.js';
export { amountWords, columnNumberWords, fixedWords, moneyWords, numberWords, percentWords } from './number-words.js';
export { compareText } from './order.js';
export { type SqlDialect, isStorable, sqlName, sqlNumber, sqlText } from './sql-text.js';
export { readBoolean } from './read-boolean.js';
