import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database } from '#strata/platform/database';
import { findChanges } from '#strata/platform/audit';
import { PACKAGE_ROOT } from '#strata/platform';
import { describeOnBothHomes, freshDatabase } from '../../../test/support/database.js';
import { documentVersions } from './document-versions.js';
import { loadDocuments } from '../documents/load.js';
import { type PluginCatalogue } from '../checks/context/plugin-catalogue.js';
import { type Collection, documentAt, etagOf, putDocument } from './put-document.js';
import { ReleaseStore } from './release-store.js';
import { validateDocuments } from '../checks/validate.js';

/** Those that the shipped documents name. */
const KINDS = {
  'neural-network': 'scorer',
  'logistic-regression': 'scorer',
  'lifetime-value': 'lifetime',
  'k-means': 'clusterer',
  hybrid: 'recommender',
};
const plugins: PluginCatalogue = {
  plugins: new Map(Object.entries(KINDS).map(([id, kind]) => [id, { manifest: { kind, tasks: ['binary'] } }])),
  parseOptions: () => ({ ok: true }),
};

describeOnBothHomes('one document that is put', (home) => {
  let database: Database;
  let store: ReleaseStore;
  beforeAll(async () => {
    database = await freshDatabase(home);
    store = new ReleaseStore(database);
  });
  beforeEach(async () => {
    const { documents } = validateDocuments(await loadDocuments(join(PACKAGE_ROOT, 'rules')));
    await store.push(documents!, 'test');
  });
  afterAll(() => database.close());

  const put = (collection: Collection, id: string, content: unknown, headers: { match?: string; none?: string } = {}) =>
    putDocument(
      store,
      { collection, id, content, ifMatch: headers.match, ifNoneMatch: headers.none },
      { plugins, by: 'Ada' },
    );
  const stored = async (collection: Collection, id: string) =>
    documentAt((await store.current())!.documents, { collection, id });
  const coupon = async () => (await stored('strategies', 'win-back-coupon'))!;

  it('is published with all others, and is in the audit log as it was and as it is', async () => {
    const before = await coupon();
    const after = { ...before, title: 'Another title' };
    const { release, changed } = await put('strategies', 'win-back-coupon', after, { match: etagOf(before) });
    expect(changed).toBe(true);
    expect(await coupon()).toEqual(after);
    expect((await store.current())!.hash).toBe(release.hash);
    const page = { subject: 'strategies/win-back-coupon', before: null, limit: 1 };
    const [change] = await database.run((manager) => findChanges(manager, page));
    expect(change).toMatchObject({ who: 'Ada', what: 'document.changed', before, after });
  });

  it('must be the one that the caller has read', async () => {
    const before = await coupon();
    const mine = { ...before, title: 'Mine' };
    await put('strategies', 'win-back-coupon', { ...before, title: 'Theirs' }, { match: `"other", ${etagOf(before)}` });
    const refused = put('strategies', 'win-back-coupon', mine, { match: etagOf(before) });
    await expect(refused).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    const blind = put('strategies', 'win-back-coupon', mine);
    await expect(blind).rejects.toMatchObject({ code: 'PRECONDITION_REQUIRED' });
    expect(await coupon()).toMatchObject({ title: 'Theirs' });
    await put('strategies', 'win-back-coupon', mine, { match: '*' });
    expect(await coupon()).toMatchObject({ title: 'Mine' });
  });

  it('may be new, and then only once', async () => {
    const segment = { id: 'all-of-them', title: 'All', condition: { all: [] } };
    await expect(put('segments', 'all-of-them', segment, { match: '*' })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
    });
    await put('segments', 'all-of-them', segment, { none: '*' });
    expect(await stored('segments', 'all-of-them')).toEqual(segment);
    await expect(put('segments', 'all-of-them', segment, { none: '*' })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
    });
  });

  it('of two at the same moment, lets one in', async () => {
    const before = await coupon();
    const both = await Promise.allSettled(
      ['Mine', 'Theirs'].map((title) =>
        put('strategies', 'win-back-coupon', { ...before, title }, { match: etagOf(before) }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('changes nothing where it says what is published', async () => {
    const same = await coupon();
    const { hash } = (await store.current())!;
    const { release, changed } = await put('strategies', 'win-back-coupon', same, { match: etagOf(same) });
    expect([changed, release.hash]).toEqual([false, hash]);
  });

  it('leaves its versions behind, the latest first, without publications that did not change it', async () => {
    const segment = { id: 'changing', title: 'First', condition: { all: [] } };
    await put('segments', 'changing', segment);
    const second = { ...segment, title: 'Second' };
    await put('segments', 'changing', second, { match: etagOf(segment) });
    await put('segments', 'another', { ...segment, id: 'another' });
    await store.rollback({ steps: 2 }, 'Grace');
    const place = { collection: 'segments', id: 'changing' } as const;
    const versions = await documentVersions(store, place);
    expect(versions.map(({ document, by }) => [document, by])).toEqual([
      [segment, 'Grace'],
      [second, 'Ada'],
      [segment, 'Ada'],
    ]);
    expect(versions[0]).toMatchObject({ etag: etagOf(segment), release: (await store.current())!.hash });
    expect(await documentVersions(store, { ...place, id: 'never' })).toEqual([]);
  });

  it('may be a fact, as it was read', async () => {
    const city = (await stored('facts', 'city'))!;
    const after = { ...city, words: 'home town' };
    await put('facts', 'city', after, { match: etagOf(city) });
    expect(await stored('facts', 'city')).toEqual(after);
  });

  it('may be what holds for the whole shop', async () => {
    const before = (await store.current())!.documents.shop!;
    const write = (content: unknown) =>
      putDocument(
        store,
        { collection: 'shop', id: 'shop', content, ifMatch: etagOf(before), ifNoneMatch: undefined },
        { plugins, by: 'Ada' },
      );
    await expect(write({ currency: 'EURO' })).rejects.toMatchObject({ problems: [{ pointer: '/currency' }] });
    await write({ timeZone: 'Asia/Shanghai', currency: 'CNY' });
    expect((await store.current())!.documents.shop).toEqual({ timeZone: 'Asia/Shanghai', currency: 'CNY' });
  });

  it('is refused with the place of every problem, in it and in those that it breaks', async () => {
    const before = await coupon();
    const wrong = { ...before, segment: 'dormant-customer' };
    await expect(put('strategies', 'win-back-coupon', wrong, { match: etagOf(before) })).rejects.toMatchObject({
      code: 'INVALID_DOCUMENT',
      problems: [{ pointer: '/segment', nearest: 'dormant-customers' }],
    });
    const city = (await stored('facts', 'city'))!;
    await expect(put('facts', 'city', { ...city, type: 'text' }, { match: etagOf(city) })).rejects.toMatchObject({
      problems: [{ pointer: '/type' }],
    });
    const dormant = (await stored('segments', 'dormant-customers'))!;
    const misnamed = { ...dormant, id: 'dormant' };
    await expect(put('segments', 'dormant-customers', misnamed, { match: '*' })).rejects.toMatchObject({
      problems: [{ pointer: '/id' }],
    });
    for (const content of [null, 7, [], 'x', { id: 'dormant-customers' }]) {
      await expect(put('segments', 'dormant-customers', content, { match: '*' })).rejects.toMatchObject({
        code: 'INVALID_DOCUMENT',
      });
    }
    expect(await coupon()).toEqual(before);
  });
});
