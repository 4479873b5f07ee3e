import { type FactType, type ReleaseDocuments, readsOf, timeZoneOf } from '#strata/engine';
import { compileCondition, type FactRef } from '#strata/engine/conditions';
import { type CompiledStrategy } from '#strata/engine/plan';
import { StrataError } from '#sdk';

/** A fact that a campaign reads of everybody. */
export interface NeededFact {
  readonly key: string;
  readonly ref: FactRef;
  readonly type: FactType;
  /** Only the contact policy's quiet hours read it: files need not tell it, for the person's profile or the shop does. */
  readonly isTimeZone?: true;
}

/** What a campaign decides with. */
export interface CampaignReads {
  readonly documents: ReleaseDocuments;
  readonly strategy: CompiledStrategy;
  /** Names of the features of the models that it scores with. */
  readonly features: readonly string[];
  /** Segments whose members are counted. */
  readonly segments: readonly string[];
}

/**
 * The facts that a strategy's conditions and money, its models, the segments of quotas and the contact policy read, by key.
 *
 * @throws StrataError INVALID_DOCUMENT where a model reads what is no fact
 */
export function neededFacts({ documents, strategy, features, segments }: CampaignReads): readonly NeededFact[] {
  const { facts: catalogue } = documents;
  const options = { facts: catalogue, segments: documents.segments, timeZone: timeZoneOf(documents) };
  const members = segments.flatMap((segment) => compileCondition(segment, options).facts);
  const named = [...readsOf(strategy.document).facts.map(({ name }) => name), ...features];
  const refs = [
    ...strategy.conditions.flatMap(({ facts }) => facts),
    ...members,
    ...named.map((fact): FactRef => ({ key: fact, fact })),
  ];
  const needed = new Map<string, NeededFact>();
  for (const ref of refs) {
    if (ref.fact === 'score' && ref.params !== undefined) continue;
    const definition = Object.hasOwn(catalogue, ref.fact) ? catalogue[ref.fact] : undefined;
    if (definition === undefined && ref.params === undefined) throw noFact(ref.fact);
    needed.set(ref.key, { key: ref.key, ref, type: definition?.type ?? 'number' });
  }
  const zone = strategy.policy?.timeZone ?? null;
  if (zone !== null && !needed.has(zone)) {
    needed.set(zone, { key: zone, ref: { key: zone, fact: zone }, type: 'string', isTimeZone: true });
  }
  return [...needed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function noFact(name: string): StrataError {
  const message = `a model reads "${name}", which is no fact`;
  return new StrataError('INVALID_DOCUMENT', 'The campaign cannot score its people.', {
    problems: [{ message, expected: 'a model whose features are facts of the catalogue' }],
  });
}
