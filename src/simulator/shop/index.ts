export { CAMPAIGNS, DORMANT_AFTER, FORTNIGHT, TODAY } from './calendar.js';
export { kindOf } from './campaign.js';
export { drawOrderValue } from './customers.js';
export { exponential, pick, shopStream, sigmoid } from './draws.js';
export {
  couponResponse,
  type CouponEffect,
  naturalProbability,
  PERSUASION,
  REDEEMS,
  redemptionOf,
  respondWith,
  withCoupon,
} from './response.js';
export { factsOfRows, learningRows, rowsOfPart, testedRows } from './rows.js';
export {
  type Customers,
  type History,
  KINDS,
  MAILING_DAYS,
  MAILING_HOUR,
  OFFER,
  PARTS,
  type Part,
  type SimulatedShop,
  type Truth,
  WORLDS,
  type World,
} from './shop.js';
export { simulateShop } from './simulate.js';
