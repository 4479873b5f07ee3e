import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { releaseHash } from './release-hash.js';
import { requestDocuments } from '../documents/request-documents.js';
import { validateDocuments } from '../checks/validate.js';
import { writeDocuments } from './write.js';
import { loadDocuments } from '../documents/load.js';

const check = (shop: unknown) => validateDocuments(requestDocuments({ facts: {}, shop }));

describe("the shop's document", () => {
  it('is part of the release', () => {
    const { documents, problems } = check({ timeZone: 'Europe/Berlin', currency: 'EUR' });
    expect(problems).toEqual([]);
    expect(documents!.shop).toEqual({ timeZone: 'Europe/Berlin', currency: 'EUR' });
    expect(releaseHash(documents!)).not.toBe(releaseHash(check({ currency: 'USD' }).documents!));
  });

  it('is optional: a release without one keeps its hash', () => {
    const { documents } = validateDocuments(requestDocuments({ facts: {} }));
    expect(documents).not.toHaveProperty('shop');
    expect(releaseHash(documents!)).toBe('sha256:3f2db17f03dcedeea6d09659dd3e5c6d0e53220f45e9ca27dde0beaf42e2a90d');
  });

  it.each([
    [{ timeZone: 'Europe/Berln' }, '/timeZone'],
    [{ timeZone: 'CEST+2' }, '/timeZone'],
    [{ currency: 'EURO' }, '/currency'],
    [{ currency: 'eur' }, '/currency'],
    [{ zone: 'UTC' }, '/zone'],
    [7, ''],
  ])('is refused as %j', (shop, pointer) => {
    expect(check(shop).problems).toMatchObject([{ file: 'shop.json', pointer }]);
  });

  it('is written to and read from a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'strata-rules-'));
    try {
      const { documents } = check({ timeZone: 'Asia/Shanghai' });
      await writeDocuments(documents!, folder);
      expect(JSON.parse(await readFile(join(folder, 'shop.json'), 'utf8'))).toMatchObject({
        timeZone: 'Asia/Shanghai',
      });
      expect(validateDocuments(await loadDocuments(folder)).documents).toEqual(documents);
      expect((await writeDocuments(documents!, folder)).written).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
