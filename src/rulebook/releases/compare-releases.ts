import { type ReleaseDocuments } from '#strata/engine';
import { canonicalJson } from '#strata/kernel';
import { singlesOf } from '../schemas/index.js';

/** What publishing would do to the documents of the current release: their names, such as `strategies/win-back-coupon`. */
export interface ReleaseChanges {
  readonly appear: readonly string[];
  readonly change: readonly string[];
  readonly disappear: readonly string[];
}

/** @param before null where nothing was published yet */
export function compareReleases(before: ReleaseDocuments | null, after: ReleaseDocuments): ReleaseChanges {
  const old = before === null ? new Map<string, string>() : contentsOf(before);
  const now = contentsOf(after);
  return {
    appear: [...now.keys()].filter((name) => !old.has(name)),
    change: [...now].flatMap(([name, content]) => (old.has(name) && old.get(name) !== content ? [name] : [])),
    disappear: [...old.keys()].filter((name) => !now.has(name)),
  };
}

function contentsOf(all: ReleaseDocuments): ReadonlyMap<string, string> {
  const { facts, segments, models, strategies, campaigns = [], analyses = [] } = all;
  const named = (folder: string, documents: readonly { readonly id: string }[]) =>
    documents.map((document) => [`${folder}/${document.id}`, canonicalJson(document)] as const);
  return new Map([
    ...singlesOf(all).map(({ kind, content }) => [kind, canonicalJson(content)] as const),
    ...Object.entries(facts).map(([name, fact]) => [`facts/${name}`, canonicalJson(fact)] as const),
    ...named('segments', segments),
    ...named('models', models),
    ...named('strategies', strategies),
    ...named('campaigns', campaigns),
    ...named('analyses', analyses),
  ]);
}
