import { timeZoneOf } from '#strata/engine';
import { type CompiledRelease, derivedFacts } from '#strata/engine/plan';
import { needsOf } from './values/needs.js';

type Facts = Readonly<Record<string, unknown>>;

/**
 * Stored facts with those of a request in front: a fact that the request names overrides the stored one, also by saying
 * that it is not known (it stands in `named` and not in `inline`). What the request does not name and other facts tell is
 * told by the joined ones. Frozen.
 */
export function joinFacts(
  stored: Facts,
  { inline, named }: { readonly inline: Facts; readonly named: readonly string[] },
  release: CompiledRelease,
): Facts {
  if (named.length === 0) return stored;
  const joined: Record<string, unknown> = { ...stored };
  for (const name of named) {
    if (Object.hasOwn(inline, name)) joined[name] = inline[name];
    else Reflect.deleteProperty(joined, name);
  }
  const { documents } = release;
  const toTell = new Set(needsOf(release).facts);
  for (const name of named) toTell.delete(name);
  derivedFacts(documents.facts, timeZoneOf(documents)).add(joined, (name) => !toTell.has(name));
  return Object.freeze(joined);
}
