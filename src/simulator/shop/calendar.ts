import { type ShopCampaign } from './shop.js';

/** The shop's today. All facts of `users.csv` are as of this morning. */
export const TODAY = '2026-11-22';

/** No order in so many days makes a customer dormant: the segment `dormant-customers`. */
export const DORMANT_AFTER = 180;
/** Days of sales after a mailing; an order within them answers it. */
export const FORTNIGHT = 14;
/** Without an order for so long a dormant customer counts as lost. */
const LOST_AFTER = 540;

/** The mailings of the past, in order. Each begins a fortnight of sales. */
export const CAMPAIGNS: readonly (ShopCampaign & { readonly daysAgo: number })[] = [
  {
    id: 'spring-all',
    title: 'Spring coupon to every dormant customer',
    sentAt: '2026-03-15',
    control: 0,
    daysAgo: 252,
  },
  {
    id: 'summer-test',
    title: 'Summer coupon with a random half as control',
    sentAt: '2026-06-14',
    control: 0.5,
    daysAgo: 161,
  },
  {
    id: 'autumn-test',
    title: 'Autumn coupon with a random half as control',
    sentAt: '2026-09-27',
    control: 0.5,
    daysAgo: 56,
  },
];

/** Life-cycle stages by business rules, in the order of the codes. */
export const STAGES = ['new', 'active', 'loyal', 'at-risk', 'dormant', 'lost'] as const;

/** The code of a customer's stage. */
export function stageOf(daysSinceLastOrder: number, daysSinceRegistration: number, orders: number): number {
  if (daysSinceLastOrder > LOST_AFTER) return 5;
  if (daysSinceLastOrder >= DORMANT_AFTER) return 4;
  if (daysSinceLastOrder >= 90) return 3;
  if (daysSinceRegistration < 90) return 0;
  return orders >= 8 ? 2 : 1;
}
