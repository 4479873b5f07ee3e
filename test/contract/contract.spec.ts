import { afterAll, expect, test } from 'vitest';
import { openContractHall } from '../support/contract-hall.js';

const hall = await openContractHall();
afterAll(() => hall.close());

test('there are plugins to check', () => {
  expect(hall.ids).toEqual(expect.arrayContaining(['constant', 'logistic-regression', 'neural-network']));
});

// One that learns by itself, one over others, and one that somebody else wrote; all of them in contract.slow.spec.ts.
test.each(['logistic-regression', 'uplift', 'rate-by-band', 'bandit'])('%s keeps every promise of the contract', (id) =>
  hall.check(id),
);
