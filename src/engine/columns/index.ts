export { decideColumns } from './decide-columns.js';
export { type DecidedPeople, OUTCOMES } from './rows/decided-people.js';
export { type OfferFigures, offerMoney } from './rows/offer-money.js';
export { type People, type ScoredRows } from './rows/people.js';
export { peopleOf } from './people-of.js';
export { type QualifiedPeople, qualifyColumns } from './stages/qualify-columns.js';
export { rankValues } from './rank-values.js';
export { ungated } from './ungated.js';
export { openRows, takeTop, tiedRows } from './top-rows.js';
