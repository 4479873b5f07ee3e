import { atOnce, canonicalJson, contentHash, type Interruptible } from '#strata/kernel';
import { type ReleaseDocuments } from '#strata/engine';

/**
 * The content hash of a release, `sha256:` and 64 hexadecimal digits: SHA-256 of the documents as canonical JSON (keys
 * sorted by UTF-16 code units, no white space, as in RFC 8785), with the documents of each kind sorted by id. A release
 * without a `shop`, a `contactPolicy`, `itemFacts`, `campaigns` or `analyses` has the hash that it had before there were any.
 */
export function releaseHash(documents: ReleaseDocuments): string {
  return atOnce(hashing(documents));
}

/** The same, document by document. */
export function* hashing(documents: ReleaseDocuments): Interruptible<string> {
  const members = Object.entries(sortDocuments(documents)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return contentHash(yield* objectText(members, canonicalJson));
}

/** The JSON text of the sorted documents, in which a release is stored, document by document. */
export function* writing(documents: ReleaseDocuments): Interruptible<string> {
  return yield* objectText(Object.entries(sortDocuments(documents)), JSON.stringify);
}

function* objectText(
  members: readonly (readonly [key: string, member: unknown])[],
  textOf: (value: unknown) => string,
): Interruptible<string> {
  const texts: string[] = [];
  for (const [key, member] of members) {
    if (!Array.isArray(member)) {
      texts.push(`${JSON.stringify(key)}:${textOf(member)}`);
      continue;
    }
    const documents: string[] = [];
    for (const document of member) {
      documents.push(textOf(document));
      yield;
    }
    texts.push(`${JSON.stringify(key)}:[${documents.join(',')}]`);
  }
  return `{${texts.join(',')}}`;
}

/** The same documents, those of each kind sorted by id. */
export function sortDocuments(documents: ReleaseDocuments): ReleaseDocuments {
  const {
    shop,
    contactPolicy,
    itemFacts,
    facts,
    segments,
    models,
    strategies,
    campaigns = [],
    analyses = [],
  } = documents;
  return {
    ...(shop === undefined ? {} : { shop }),
    ...(contactPolicy === undefined ? {} : { contactPolicy }),
    ...(itemFacts === undefined ? {} : { itemFacts }),
    facts,
    segments: byId(segments),
    models: byId(models),
    strategies: byId(strategies),
    ...(campaigns.length === 0 ? {} : { campaigns: byId(campaigns) }),
    ...(analyses.length === 0 ? {} : { analyses: byId(analyses) }),
  };
}

function byId<T extends { readonly id: string }>(documents: readonly T[]): T[] {
  return documents.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
