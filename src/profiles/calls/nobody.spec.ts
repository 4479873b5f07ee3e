import { expect, it } from 'vitest';
import { isNobody } from './nobody.js';

it.each([
  ...['', ' ', 'null', 'NULL', ' undefined', '"null"', "'None'", '0', '-1', '000', '-', 'N/A', 'NaN', 'anonymous'],
  ...['[object Object]', '00000000-0000-0000-0000-000000000000', 'true', 'False', 'guest', 'distinct_id', '{}'],
])('%j names nobody', (id) => {
  expect(isNobody(id)).toBe(true);
});

it.each(['u1', '1', '10', '00000000-0000-0000-0000-000000000001', 'nulla', 'Nadia', 'anonymous-77', 'e@x.org', '-12'])(
  '%j names somebody',
  (id) => {
    expect(isNobody(id)).toBe(false);
  },
);
