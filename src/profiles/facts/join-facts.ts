import { type FactCatalogue } from '#strata/engine';
import { addRatios } from './ratios.js';
import { withParts } from './needs.js';

type Facts = Readonly<Record<string, unknown>>;

/**
 * Stored facts with those of a request in front: a fact that the request names overrides the stored one, also by saying
 * that it is not known (it stands in `named` and not in `inline`). A share that the request does not name is that of the
 * joined parts. Frozen.
 */
export function joinFacts(
  stored: Facts,
  { inline, named }: { readonly inline: Facts; readonly named: readonly string[] },
  catalogue: FactCatalogue,
): Facts {
  if (named.length === 0) return stored;
  const joined: Record<string, unknown> = { ...stored, ...inline };
  const overridden = new Set(named);
  for (const name of named) if (!Object.hasOwn(inline, name)) Reflect.deleteProperty(joined, name);
  addRatios(joined, ratiosOf(catalogue), catalogue, (name) => overridden.has(name));
  return Object.freeze(joined);
}

const ratios = new WeakMap<FactCatalogue, readonly string[]>();

/** All ratios of a catalogue, each after its parts; found once. */
function ratiosOf(catalogue: FactCatalogue): readonly string[] {
  const known = ratios.get(catalogue);
  if (known !== undefined) return known;
  const names = Object.keys(catalogue).filter((name) => 'ratio' in (catalogue[name]?.from ?? {}));
  const found = withParts(names, catalogue).filter((name) => 'ratio' in (catalogue[name]?.from ?? {}));
  ratios.set(catalogue, found);
  return found;
}
