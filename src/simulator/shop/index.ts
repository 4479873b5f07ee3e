export { CAMPAIGNS, TODAY } from './calendar.js';
export { couponResponse, type CouponEffect } from './response.js';
export { factsOfRows, learningRows, rowsOfPart, testedRows } from './rows.js';
export {
  type Customers,
  type History,
  KINDS,
  MAILING_DAYS,
  OFFER,
  PARTS,
  type Part,
  type SimulatedShop,
  WORLDS,
  type World,
} from './shop.js';
export { simulateShop } from './simulate.js';
