import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { ReleaseStore } from '../releases/index.js';
import { LastChanges } from './last-changes.js';

const release = (...segments: readonly (readonly [id: string, title: string])[]) => ({
  facts: { orders: { type: 'number' as const, from: { profile: 'orders' }, words: 'number of orders' } },
  segments: segments.map(([id, title]) => ({ id, title, condition: { all: [] } })),
  models: [],
  strategies: [],
});

describeOnBothHomes('the last change of each document', (home) => {
  let database: Database;
  let store: ReleaseStore;
  let read: string[];
  /** The store, which notes which releases are read. */
  const noted = {
    history: (page: { readonly limit?: number }) => store.history(page),
    get: (hash: string) => {
      read.push(hash);
      return store.get(hash);
    },
  };
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ReleaseStore(database);
    await store.push(release(['a', 'A']), 'ann', 'the first');
    await store.push(release(['a', 'A'], ['b', 'B']), 'bob', 'another');
    await store.push(release(['a', 'A'], ['b', 'Better']), 'cem', 'a better one');
  });
  beforeEach(() => {
    read = [];
  });
  afterAll(() => database.close());

  it('is the publication that brought what it says now', async () => {
    expect(await new LastChanges(noted).of('segments')).toMatchObject([
      { id: 'a', by: 'ann', reason: 'the first' },
      { id: 'b', by: 'cem', reason: 'a better one' },
    ]);
    expect(await new LastChanges(noted).of('facts')).toMatchObject([{ id: 'orders', by: 'ann' }]);
  });

  it('is known at once when it was read ahead: each release is read once, whoever asks at the same time', async () => {
    const changes = new LastChanges(noted);
    await Promise.all([changes.readAhead(), changes.of('segments'), changes.of('facts')]);
    expect(read).toHaveLength(3);
    await Promise.all([changes.of('segments'), changes.of('strategies')]);
    expect(read).toHaveLength(3);
    await store.push(release(['a', 'A'], ['b', 'Best']), 'dee');
    expect(await changes.of('segments')).toMatchObject([{ id: 'a' }, { id: 'b', by: 'dee' }]);
    expect(read).toHaveLength(4);
  });

  it('is read again where a release could not be read', async () => {
    let fails = true;
    const get = (hash: string) => (fails ? Promise.reject(new Error('away')) : store.get(hash));
    const changes = new LastChanges({ history: noted.history, get });
    await expect(changes.readAhead()).rejects.toThrow('away');
    fails = false;
    expect(await changes.of('segments')).toHaveLength(2);
  });
});
