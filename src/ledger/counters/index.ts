export { BudgetAttention } from './budget-attention.js';
export {
  byCounter,
  type CounterDemand,
  countedOf,
  giveBack,
  recount,
  reserve,
  type Returned,
} from './counter-table.js';
export { type Demand, demandOf, locksOf, microsOf } from './limits.js';
export { spentOf } from './spent-now.js';
export { SpentOffers } from './spent-offers.js';
