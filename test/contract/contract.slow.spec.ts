import { afterAll, test } from 'vitest';
import { OFTEN_CHECKED, openContractHall } from '../support/contract-hall.js';
import { REST_ONLY } from '../support/suite.js';

const hall = await openContractHall();
afterAll(() => hall.close());

const left = REST_ONLY ? hall.ids.filter((id) => !OFTEN_CHECKED.includes(id)) : hall.ids;

test.each(left)('%s keeps every promise of the contract', (id) => hall.check(id));
