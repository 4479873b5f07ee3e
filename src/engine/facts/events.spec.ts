import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventQuery } from '../index.js';
import { measureEvents } from './events.js';
import { type UserEvent } from '../input.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function event(name: string, age: number, properties: Record<string, unknown> = {}): UserEvent {
  return { name, at: NOW - age, properties };
}

describe('windows', () => {
  test('a window is (now − within, now]: its old end is out, the present is in, the future is not', () => {
    const events = [event('order', 7 * DAY), event('order', 7 * DAY - 1), event('order', 0), event('order', -1)];
    expect(measureEvents(events, { name: 'order', within: 'P7D' }, NOW)).toBe(2);
    expect(measureEvents(events, { name: 'order', within: 'P1W' }, NOW)).toBe(2);
  });

  test('`ago` moves the young end: (now − within, now − ago]', () => {
    const events = [event('cart', DAY), event('cart', DAY - 1), event('cart', HOUR), event('cart', HOUR - 1)];
    expect(measureEvents(events, { name: 'cart', within: 'PT24H', ago: 'PT1H' }, NOW)).toBe(2);
  });

  test('without a window the whole past counts', () => {
    expect(measureEvents([event('order', 4000 * DAY)], { name: 'order' }, NOW)).toBe(1);
  });
});

describe('`without`', () => {
  const query: EventQuery = { name: 'cart', without: 'order' };

  test('counts only events that no other one followed', () => {
    expect(measureEvents([event('cart', 3 * HOUR), event('order', 2 * HOUR), event('cart', HOUR)], query, NOW)).toBe(1);
  });

  test('one at the same moment, an earlier one and one to come do not follow', () => {
    const events = [event('order', 3 * HOUR), event('cart', 2 * HOUR), event('order', 2 * HOUR), event('order', -HOUR)];
    expect(measureEvents(events, query, NOW)).toBe(1);
  });

  test('a follower after the window’s young end counts as well', () => {
    const events = [event('cart', 2 * HOUR), event('order', HOUR / 2)];
    expect(measureEvents(events, { ...query, within: 'PT24H', ago: 'PT1H' }, NOW)).toBe(0);
  });
});

describe('`without` with `same`', () => {
  const query: EventQuery = { name: 'cart', without: { name: 'order', same: 'cartId' } };
  const cart = (age: number, cartId?: unknown) => event('cart', age, cartId === undefined ? {} : { cartId });
  const order = (age: number, cartId?: unknown) => event('order', age, cartId === undefined ? {} : { cartId });

  test('of two carts the order of one leaves the other', () => {
    const events = [cart(3 * HOUR, 'a'), cart(3 * HOUR, 'b'), order(2 * HOUR, 'a')];
    expect(measureEvents(events, query, NOW)).toBe(1);
    expect(measureEvents([...events, order(HOUR, 'b')], query, NOW)).toBe(0);
    expect(measureEvents([...events, cart(HOUR, 'a')], query, NOW)).toBe(2);
  });

  test('who has no value, or none that can be the same, is followed by nobody and follows nobody', () => {
    for (const none of [undefined, null, ['a'], { a: 1 }]) {
      expect(measureEvents([cart(2 * HOUR, none), order(HOUR, none)], query, NOW)).toBe(1);
    }
    expect(measureEvents([cart(2 * HOUR, 1), order(HOUR, '1')], query, NOW)).toBe(1);
    expect(measureEvents([cart(2 * HOUR, false), order(HOUR, false)], query, NOW)).toBe(0);
  });
});

describe('measures', () => {
  const events = [
    event('order', 3 * DAY + HOUR, { amount: 30, shop: 'a', coupon: true }),
    event('order', DAY - 1, { amount: 10, shop: 'b' }),
    event('order', 10 * DAY, { amount: 'free', shop: 'a', coupon: true }),
    event('visit', 0, { amount: 1000 }),
  ];

  test.each([
    ['count', undefined, 3],
    ['sum', 'amount', 40],
    ['mean', 'amount', 20],
    ['min', 'amount', 10],
    ['max', 'amount', 30],
    ['distinct', 'shop', 2],
    ['daysSinceLast', undefined, 0],
    ['daysSinceFirst', undefined, 10],
  ] as const)('%s', (measure, property, expected) => {
    const query = { name: 'order', measure, ...(property === undefined ? {} : { property }) };
    expect(measureEvents(events, query, NOW)).toBe(expected);
  });

  test('`where` takes exactly equal properties', () => {
    expect(measureEvents(events, { name: 'order', where: { coupon: true, shop: 'a' } }, NOW)).toBe(2);
    expect(measureEvents(events, { name: 'order', where: { coupon: 1 } }, NOW)).toBe(0);
  });

  test('properties that an event only inherits are none', () => {
    const query = { name: 'order', measure: 'distinct', property: 'constructor' } as const;
    expect(measureEvents(events, query, NOW)).toBe(0);
  });

  test('nothing counted is 0 for count, sum and distinct, and no value for the others', () => {
    const values = (['count', 'sum', 'distinct', 'mean', 'min', 'max', 'daysSinceLast', 'daysSinceFirst'] as const).map(
      (measure) => measureEvents([], { name: 'order', measure, property: 'amount' }, NOW),
    );
    expect(values).toEqual([0, 0, 0, undefined, undefined, undefined, undefined, undefined]);
  });

  test('the order of the events does not matter', () => {
    const anyEvent = fc.record({
      name: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: NOW - 10 * DAY, max: NOW + DAY }),
      properties: fc.record({ amount: fc.integer({ min: 0, max: 9 }) }),
    });
    const measure = fc.constantFrom('count', 'sum', 'min', 'max', 'distinct', 'daysSinceLast', 'daysSinceFirst');
    fc.assert(
      fc.property(fc.array(anyEvent), measure, (some, kind) => {
        const query: EventQuery = { name: 'a', measure: kind, property: 'amount', within: 'P5D', without: 'b' };
        expect(measureEvents([...some].reverse(), query, NOW)).toBe(measureEvents(some, query, NOW));
      }),
    );
  });
});

test('a query with a bad duration is refused', () => {
  expect(() => measureEvents([], { name: 'a', within: 'P1M' }, NOW)).toThrow('ISO-8601');
});
