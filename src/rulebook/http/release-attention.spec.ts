import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FactCatalogue } from '#strata/engine';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { ReleaseStore } from '../releases/index.js';
import { ReleaseAttention } from './release-attention.js';

const PLUGINS = { plugins: new Map(), parseOptions: () => ({ ok: true }) as const };

describeOnBothHomes('what a release is warned of needs attention', (home) => {
  let database: Database;
  let store: ReleaseStore;
  let attention: ReleaseAttention;
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ReleaseStore(database);
    attention = new ReleaseAttention(store, PLUGINS);
  });
  afterAll(() => database.close());

  const publish = (event: string) => {
    const facts: FactCatalogue = {
      orders: { type: 'number', from: { events: { name: event, measure: 'count' } }, words: 'number of orders' },
    };
    return store.push({ facts, segments: [], models: [], strategies: [] }, 'ann');
  };
  const came = (name: string, count: number) =>
    database.run((manager) =>
      manager.query(
        `insert into data_quality_counters (day, name, issue, property, count)
         values ('2026-11-01', $1, 'received', '', $2)`,
        [name, count],
      ),
    );

  it('says nothing before there is a release', async () => {
    expect(await attention.attention()).toEqual([]);
  });

  it('names the document and the place, until events of that name come in', async () => {
    await came('order_placed', 344);
    await publish('order_plcaed');
    expect(await attention.attention()).toEqual([
      {
        ...{ kind: 'releaseWarning', urgency: 'later', subject: 'facts', title: 'facts', since: null, figures: {} },
        words: expect.stringMatching(
          /^No event "order_plcaed" is stored.*\(\/facts\/orders\/from\/events\/name\)$/,
        ) as string,
      },
    ]);
    await came('order_plcaed', 1);
    expect(await attention.attention()).toEqual([]);
  });

  it('is of the release that is current now', async () => {
    await publish('order_palced');
    expect(await attention.attention()).toHaveLength(1);
    await publish('order_placed');
    expect(await attention.attention()).toEqual([]);
  });

  it('is looked at again where it could not be looked at', async () => {
    await publish('orderPlaced');
    let fails = true;
    const flaky = {
      currentHash: () => store.currentHash(),
      storedEvents: () => store.storedEvents(),
      current: () => (fails ? Promise.reject(new Error('away')) : store.current()),
    };
    const again = new ReleaseAttention(flaky, PLUGINS);
    await expect(again.attention()).rejects.toThrow('away');
    fails = false;
    expect(await again.attention()).toHaveLength(1);
  });
});
