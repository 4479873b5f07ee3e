export {
  DATE_FORMS,
  DateEvidence,
  type DateFinding,
  type DateForm,
  NUMERIC_DATE_FORMS,
  readDate,
} from './date-form.js';
export { isMissing } from './missing.js';
export { nearestIsoForm } from './nearest-iso-form.js';
export {
  NumberEvidence,
  type NumberFinding,
  type NumberForm,
  PLAIN_NUMBER,
  isPlainNumber,
  numberExample,
  readNumber,
} from './number-form.js';
export { readBoolean } from './read-boolean.js';
