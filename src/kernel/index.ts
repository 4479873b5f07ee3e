export { dayRange, isDateOnly, isTimeZone, parseMoment } from './moment.js';
export { nearestIsoForm } from './nearest-iso-form.js';
