import { type CompiledRelease } from '#strata/engine/plan';
import { type DecisionInput } from '#strata/engine';
import { joinFacts, type StoredFacts } from '#strata/profiles/facts';
import { type DecisionRequest } from '../request/index.js';

/**
 * What is decided on: what is stored about the user, and what the request says in front of it. A fact of the request
 * overrides the stored one, its events join the stored ones, its consent adds to the stored one; a stored suppression
 * and a stored withdrawal of a purpose always win. Where nothing is stored about the user, the request alone. Frozen.
 */
export function withStored(
  { input, namedFacts }: DecisionRequest,
  stored: StoredFacts,
  release: CompiledRelease,
): DecisionInput {
  if (!stored.exists) return input;
  return Object.freeze({
    ...input,
    facts: joinFacts(stored.facts, { inline: input.facts, named: namedFacts }, release),
    events: joined(input.events, stored.events),
    consent: joined(withoutAny(stored.withdrawn, input.consent), stored.consent, isNew),
    suppressed: stored.suppressed,
  });
}

function joined<T>(
  inline: readonly T[],
  stored: readonly T[],
  isWanted: (item: T, inline: readonly T[]) => boolean = () => true,
): readonly T[] {
  if (inline.length === 0) return stored;
  if (stored.length === 0) return inline;
  return Object.freeze([...inline, ...stored.filter((item) => isWanted(item, inline))]);
}

function withoutAny(withdrawn: readonly string[], consent: readonly string[]): readonly string[] {
  if (withdrawn.length === 0) return consent;
  return Object.freeze(consent.filter((purpose) => !withdrawn.includes(purpose)));
}

function isNew(purpose: string, known: readonly string[]): boolean {
  return !known.includes(purpose);
}
