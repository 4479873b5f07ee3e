import { expect, it } from 'vitest';
import { compileCondition } from '#strata/engine/conditions';
import { momentsOf } from './trigger-moments.js';

const HOUR = 3_600_000;

it('finds when each event of a trigger begins to count, and until when it matters', () => {
  const leaf = (params: Readonly<Record<string, string>>, operator = 'greaterThanInclusive') => ({
    fact: 'events',
    params,
    operator,
    value: 1,
  });
  const trigger = compileCondition({
    any: [
      leaf({ name: 'cart_updated', within: 'PT24H', ago: 'PT1H', without: 'order_placed' }),
      { not: leaf({ name: 'page_viewed', within: 'P7D' }) },
      { all: [leaf({ name: 'signed_up' }), leaf({ name: 'page_viewed', within: 'P7D' }, 'lessThan')] },
    ],
  });
  expect(momentsOf(trigger)).toEqual([
    { name: 'cart_updated', after: HOUR, until: 24 * HOUR },
    { name: 'page_viewed', after: 0, until: 7 * 24 * HOUR },
    { name: 'signed_up', after: 0, until: 24 * HOUR },
  ]);
});
