import { expect, it } from 'vitest';
import { pageOf } from '../../web/src/rules/place-of.js';

it.each([
  ['strategy:win-back-coupon', '/rules/strategies/win-back-coupon'],
  ['segments/vip', '/rules/segments/vip'],
  ['event:order_placed', '/customers/data/events/order_placed'],
  ['event:Order: placed/paid', '/customers/data/events/Order%3A%20placed%2Fpaid'],
  ['event:…', '/customers/data/events/%E2%80%A6'],
  ['campaign', '/campaigns'],
])('the page of the subject %s is %s', (subject, page) => {
  expect(pageOf(subject)).toBe(page);
});

it.each(['key:1', 'person:abc', 'jobs', 'constructor:x', ''])('the subject %s has no page', (subject) => {
  expect(pageOf(subject)).toBeNull();
});
