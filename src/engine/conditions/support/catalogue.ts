import { type FactCatalogue, type FactDefinition } from '../../index.js';

const events = (name: string, measure: 'count' | 'daysSinceLast' | 'mean' | 'sum'): FactDefinition['from'] => ({
  events: { name, measure },
});

/** A small shop's facts, one of each kind. */
export const CATALOGUE: FactCatalogue = {
  city: { type: 'string', from: { profile: 'city' }, words: 'city' },
  gender: { type: 'string', from: { profile: 'gender' }, words: 'gender' },
  age: { type: 'number', unit: 'years', from: { profile: 'birthDate', measure: 'yearsSince' }, words: 'age' },
  registered: { type: 'date', from: { profile: 'registered' }, words: 'registration date' },
  subscriber: { type: 'boolean', from: { profile: 'subscriber' }, words: 'is subscribed to the newsletter' },
  tags: { type: 'list', from: { profile: 'tags' }, words: 'tags' },
  visited: { type: 'list', from: { profile: 'visited' }, words: 'visited cities' },
  orders: { type: 'number', from: events('order_placed', 'count'), words: 'number of orders' },
  couponOrders: { type: 'number', from: events('order_placed', 'count'), words: 'orders with a coupon' },
  couponViews: { type: 'number', from: events('coupon_viewed', 'count'), words: 'coupon views in 90 days' },
  couponOrderShare: {
    type: 'number',
    from: { ratio: ['couponOrders', 'orders'] },
    words: 'share of orders that used a coupon',
  },
  daysSinceLastOrder: {
    type: 'number',
    unit: 'days',
    from: events('order_placed', 'daysSinceLast'),
    words: 'days since the last order',
  },
  daysSinceLastCart: {
    type: 'number',
    unit: 'days',
    from: events('cart_updated', 'daysSinceLast'),
    words: 'days since the last cart',
  },
  averageOrderValue: {
    type: 'number',
    unit: 'money',
    from: events('order_placed', 'mean'),
    words: 'average order value',
  },
  spend90d: { type: 'number', unit: 'money', from: events('order_placed', 'sum'), words: 'spend in the last 90 days' },
};
