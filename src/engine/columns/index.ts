export { chooseColumns } from './stages/choose-columns.js';
export { decideColumns } from './decide-columns.js';
export { type DecidedPeople, FALLBACKS, NONE, OUTCOMES, SELECTED_BY } from './decided-people.js';
export { type OfferFigures, offerMoney } from './offer-money.js';
export { type Contacts, type ModelScores, type People, type ScoredRows } from './people.js';
export { peopleOf } from './people-of.js';
export { type QualifiedPeople, qualifyColumns } from './stages/qualify-columns.js';
export { rankValues } from './rank-values.js';
export { ungated } from './ungated.js';
