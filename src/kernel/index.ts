export {
  DATE_FORMS,
  DateEvidence,
  type DateFinding,
  type DateForm,
  NUMERIC_DATE_FORMS,
  readDate,
} from './date-form.js';
export { hashShare, hashShares } from './hash-share.js';
export { isMissing } from './missing.js';
export { dayRange, isDateOnly, isTimeZone, parseMoment } from './moment.js';
export { nearestIsoForm } from './nearest-iso-form.js';
export {
  isPlainNumber,
  NumberEvidence,
  type NumberFinding,
  numberExample,
  type NumberForm,
  PLAIN_NUMBER,
  readNumber,
} from './number-form.js';
export { amountWords, columnNumberWords, fixedWords, moneyWords, numberWords, percentWords } from './number-words.js';
export { isStorable, type SqlDialect, sqlName, sqlNumber, sqlText } from './sql-text.js';
