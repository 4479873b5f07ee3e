import { afterAll, test } from 'vitest';
import { openContractHall } from '../support/contract-hall.js';

const hall = await openContractHall();
afterAll(() => hall.close());

test.each(hall.ids)('%s keeps every promise of the contract', (id) => hall.check(id));
