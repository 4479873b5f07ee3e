import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { saidSince } from './document-versions.js';
import { releaseHash } from './release-hash.js';
import { ReleaseStore } from './release-store.js';

const release = (...ids: readonly string[]) => ({
  facts: { orders: { type: 'number' as const, from: { profile: 'orders' }, words: 'number of orders' } },
  segments: ids.map((id) => ({ id, title: id, condition: { all: [] } })),
  models: [],
  strategies: [],
});
const [a, b, c] = [release('a'), release('a', 'b'), release('c')];

describeOnBothHomes('releases', (home) => {
  let database: Database;
  let store: ReleaseStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ReleaseStore(database);
  });
  beforeEach(async () => {
    await database.run((manager) => manager.query('truncate publications, releases restart identity'));
  });
  afterAll(() => database.close());

  const actions = async () => (await store.history()).map(({ action, hash }) => [action, hash]);

  it('has no current release before the first publication', async () => {
    expect(await store.current()).toBeNull();
    expect(await store.currentHash()).toBeNull();
    await expect(store.rollback({ steps: 1 }, 'ann')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('makes a pushed release current and keeps who published it when', async () => {
    const { release: pushed, changed } = await store.push(b, 'ann');
    expect(changed).toBe(true);
    expect(pushed).toMatchObject({ hash: releaseHash(b), documents: b, by: 'ann' });
    expect(Math.abs(Date.parse(pushed.publishedAt) - Date.now())).toBeLessThan(60_000);
    expect(await store.current()).toEqual(pushed);
    expect(await store.currentHash()).toBe(pushed.hash);
  });

  it('changes nothing where the same content is current, whatever the order of documents and keys', async () => {
    await store.push(b, 'ann');
    const shuffled = { strategies: [], models: [], segments: b.segments.toReversed(), facts: b.facts };
    expect(await store.push(shuffled, 'bob')).toMatchObject({ changed: false, release: { by: 'ann' } });
    expect(await actions()).toEqual([['push', releaseHash(b)]]);
  });

  it('finds a release by the beginning of its hash', async () => {
    await store.push(a, 'ann');
    const hash = releaseHash(a);
    expect((await store.get(hash.slice(0, 14))).documents).toEqual(a);
    expect((await store.get(hash.slice(7, 12))).hash).toBe(hash);
    await expect(store.get('%%%%')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.get('0000')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('rolls back step by step, each a new entry of the history', async () => {
    for (const documents of [a, b, c]) await store.push(documents, 'ann');
    expect((await store.rollback({ steps: 1 }, 'bob')).hash).toBe(releaseHash(b));
    expect((await store.rollback({ steps: 1 }, 'bob')).hash).toBe(releaseHash(a));
    await expect(store.rollback({ steps: 1 }, 'bob')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await actions()).toEqual([
      ['rollback', releaseHash(a)],
      ['rollback', releaseHash(b)],
      ['push', releaseHash(c)],
      ['push', releaseHash(b)],
      ['push', releaseHash(a)],
    ]);
    expect((await store.history({ limit: 1 })).map(({ current, by }) => [current, by])).toEqual([[true, 'bob']]);
    expect((await store.history({ limit: 2, before: 3 })).map(({ id }) => id)).toEqual([2, 1]);
  });

  it('rolls back to any release by its hash, forward too', async () => {
    for (const documents of [a, b, c]) await store.push(documents, 'ann');
    expect((await store.rollback({ hash: releaseHash(a) }, 'bob')).documents).toEqual(a);
    expect((await store.rollback({ hash: releaseHash(c).slice(0, 15) }, 'bob')).documents).toEqual(c);
    await expect(store.rollback({ hash: releaseHash(c) }, 'bob')).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('knows since when the documents say the same somewhere, without a break', async () => {
    const held = (share: number, on = a) => ({ ...on, contactPolicy: { holdout: { seed: '2026', share } } });
    const since = () => database.run((manager) => saidSince(manager, ['contactPolicy', 'holdout']));
    expect(await since()).toBeNull();
    for (const documents of [held(0.02), a, held(0.01), held(0.02)]) await store.push(documents, 'ann');
    const { publishedAt } = (await store.push(held(0.02, b), 'ann')).release;
    const [, last] = await store.history();
    expect(await since()).toEqual({ said: { seed: '2026', share: 0.02 }, since: last!.publishedAt });
    expect(publishedAt >= last!.publishedAt).toBe(true);
    await store.push(c, 'ann');
    expect(await since()).toBeNull();
  });

  it('publishes first only once, also when many start together', async () => {
    const results = await Promise.all([a, b, c, a].map((documents) => store.pushFirst(documents, 'strata')));
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await store.history()).toHaveLength(1);
  });

  it('gives concurrent pushes their turns', async () => {
    const pushed = await Promise.all([a, b, a, b, c].map((documents) => store.push(documents, 'ann')));
    const history = await store.history();
    expect(history).toHaveLength(pushed.filter(({ changed }) => changed).length);
    expect(history[0]?.hash).toBe(await store.currentHash());
  });
});
