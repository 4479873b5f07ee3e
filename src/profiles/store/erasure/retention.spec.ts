import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothHomes, freshDatabase } from '../../../../test/support/database.js';
import { type Database } from '#strata/platform/database';
import { ProfileStore } from '../../people/profile-store.js';
import { parseRetention } from './retention.js';

describe('a retention policy', () => {
  it('is read from text, with names of its own durations', () => {
    expect(parseRetention('P2Y, page_viewed=P90D ,order_placed=ever')).toEqual({
      default: 'P2Y',
      events: { page_viewed: 'P90D', order_placed: null },
    });
    expect(parseRetention('page_viewed=P1Y6M')).toEqual({ default: null, events: { page_viewed: 'P1Y6M' } });
  });

  it.each(['', 'P', '2Y', 'PT1H', 'P2Y,', 'x=P1X', 'P-1D'])('that reads “%s” is refused', (text) => {
    expect(() => parseRetention(text)).toThrow(expect.objectContaining({ code: 'BAD_CONFIGURATION' }));
  });
});

describeOnBothHomes('events', (home) => {
  let database: Database;
  let store: ProfileStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ProfileStore(database);
  });
  afterAll(() => database.close());

  it('that are older than the policy keeps go, and no others', async () => {
    const now = Date.UTC(2026, 2, 31);
    const event = (messageId: string, name: string, date: string) => ({
      id: 'ada',
      messageId,
      name,
      properties: {},
      at: Date.parse(date),
    });
    await store.track([
      event('1', 'page_viewed', '2026-02-28T00:00:00Z'),
      event('2', 'page_viewed', '2026-02-28T00:00:00.001Z'),
      event('3', 'order_placed', '1999-01-01'),
      event('4', 'login', '2024-03-31T00:00:00Z'),
      event('5', 'login', '2024-04-01'),
    ]);
    const policy = { default: 'P2Y', events: { page_viewed: 'P1M', order_placed: null } };
    expect(await store.applyRetention(policy, now)).toBe(2);
    expect(await store.applyRetention(policy, now)).toBe(0);
    const left = await database.run((manager) =>
      manager.query<{ message_id: string }[]>('select message_id from events order by message_id'),
    );
    expect(left.map(({ message_id }) => message_id)).toEqual(['2', '3', '5']);
    expect(await store.applyRetention({ default: null, events: {} }, now)).toBe(0);
  });
});
