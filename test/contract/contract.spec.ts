import { afterAll, expect, test } from 'vitest';
import { OFTEN_CHECKED, openContractHall } from '../support/contract-hall.js';

const hall = await openContractHall();
afterAll(() => hall.close());

test('there are plugins to check', () => {
  expect(hall.ids).toEqual(expect.arrayContaining(['constant', 'logistic-regression', 'neural-network']));
});

// All of them in contract.slow.spec.ts.
test.each(OFTEN_CHECKED)('%s keeps every promise of the contract', (id) => hall.check(id));
