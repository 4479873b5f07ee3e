import { join } from 'node:path';
import { expect, it } from 'vitest';
import { atOnce, canonicalJson, contentHash } from '#strata/kernel';
import { PACKAGE_ROOT } from '#strata/platform';
import { documentsOrThrow, validateDocuments } from '../checks/index.js';
import { loadDocuments } from '../documents/index.js';
import { releaseHash, sortDocuments, writing } from './release-hash.js';

it('a release is hashed and written document by document as it would be in one piece', async () => {
  const documents = documentsOrThrow(validateDocuments(await loadDocuments(join(PACKAGE_ROOT, 'rules'))));
  for (const some of [documents, { ...documents, segments: [], strategies: documents.strategies.toReversed() }]) {
    expect(releaseHash(some)).toBe(contentHash(canonicalJson(sortDocuments(some))));
    expect(atOnce(writing(some))).toBe(JSON.stringify(sortDocuments(some)));
  }
});
