import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { compileRelease } from '#strata/engine/plan';
import { type ContactPolicy } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { bookContacts } from './book-contacts.js';

const NOW = Date.UTC(2026, 10, 29);
const DAY = 86_400_000;

describeOnBothHomes('contacts of many people at once under a contact policy', (home) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(home);
  });
  beforeEach(() => database.run((manager) => manager.query('delete from contacts')));
  afterAll(() => database.close());

  let exposures = 0;
  const book = (
    caps: ContactPolicy['caps'] & object,
    { strategy, users, channel, at }: { strategy: string; users: string[]; channel?: string; at: number },
  ) => {
    const documents = { facts: {}, segments: [], models: [], strategies: [], contactPolicy: { caps } };
    const { policy } = compileRelease(documents, 'sha256:1');
    const people = users.map((userId) => ({ userId, offer: 'o', channel, exposure: `e${String(exposures++)}` }));
    const booking = { strategy, source: 'campaign/1', at, perUser: null, policy, people };
    return database.transaction((manager) => bookContacts(manager, booking));
  };
  const ordinals = () =>
    database.run((manager) =>
      manager.query<object[]>('select user_id, strategy, channel, ordinal from contacts order by user_id, ordinal'),
    );

  it('leaves out whoever has no room in a cap over all strategies, and numbers the contacts of the others', async () => {
    const caps = [{ channel: 'sms', contacts: 1, within: 'P7D' }];
    expect(await book(caps, { strategy: 'a', users: ['ann'], channel: 'sms', at: NOW - DAY })).toEqual(new Map());
    expect(await book(caps, { strategy: 'b', users: ['ann', 'bob'], channel: 'sms', at: NOW })).toEqual(
      new Map([['ann', 0]]),
    );
    expect(await book(caps, { strategy: 'b', users: ['ann'], channel: 'mail', at: NOW })).toEqual(new Map());
    expect(await book(caps, { strategy: 'c', users: ['ann'], channel: 'sms', at: NOW + 7 * DAY })).toEqual(new Map());
    expect(await ordinals()).toEqual([
      { user_id: 'ann', strategy: 'a', channel: 'sms', ordinal: 1 },
      { user_id: 'ann', strategy: 'b', channel: 'mail', ordinal: 2 },
      { user_id: 'ann', strategy: 'c', channel: 'sms', ordinal: 3 },
      { user_id: 'bob', strategy: 'b', channel: 'sms', ordinal: 1 },
    ]);
  });

  it('counts a contact whose channel is not known as one of every channel', async () => {
    const caps = [{ channel: 'sms', contacts: 1, within: 'P7D' }];
    await book([], { strategy: 'a', users: ['ann'], at: NOW - DAY });
    expect(await book(caps, { strategy: 'b', users: ['ann'], channel: 'sms', at: NOW })).toEqual(new Map([['ann', 0]]));
  });

  it('gives one of several bookings at the same moment to a person who has room for one', async () => {
    const caps = [{ contacts: 1, within: 'P7D' }];
    const tries = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((strategy) => book(caps, { strategy, users: ['ann'], at: NOW })),
    );
    const refused = tries.filter((each) => each.status === 'rejected' || each.value.has('ann'));
    expect(refused).toHaveLength(3);
    expect(await ordinals()).toHaveLength(1);
  });
});
