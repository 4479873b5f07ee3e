import { type FactCatalogue } from '#strata/engine';

/**
 * Adds to `facts` those ratios among `names` that `isGiven` does not hold for, from their parts: no value where a part
 * has none or the whole is zero. Names stand after their parts, as `withParts` orders them.
 */
export function addRatios(
  facts: Record<string, unknown>,
  names: readonly string[],
  catalogue: FactCatalogue,
  isGiven: (name: string) => boolean = () => false,
): void {
  for (const name of names) {
    const from = catalogue[name]?.from;
    if (from === undefined || !('ratio' in from) || isGiven(name)) continue;
    const share = ratio(facts[from.ratio[0]], facts[from.ratio[1]]);
    if (share === undefined) Reflect.deleteProperty(facts, name);
    else facts[name] = share;
  }
}

function ratio(part: unknown, whole: unknown): number | undefined {
  if (typeof part !== 'number' || typeof whole !== 'number') return undefined;
  const share = part / whole;
  return Number.isFinite(share) ? share : undefined;
}
