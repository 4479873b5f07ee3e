import { nearestName, StrataError } from '#sdk';
import { compileCondition, type CompiledConditions, compileConditions, type FactRef } from '../conditions/index.js';
import { type EventQuery, LAYERS, type ReleaseDocuments, timeZoneOf } from '../index.js';
import { compileEventQuery, type EventFold } from '../facts/index.js';
import { atOnce, compareText, type Interruptible } from '#strata/kernel';
import { derivedFacts } from './derived-facts.js';
import { type CompiledPolicy, compilePolicy } from './policy.js';
import { type CompileCondition, type CompiledStrategy, compileStrategy, invalidStrategy } from './strategy.js';

/** A release with all its conditions compiled once. Frozen; shared by all decisions. */
export interface CompiledRelease {
  /** Content hash, `sha256:…`. */
  readonly hash: string;
  /** A frozen copy of the documents. */
  readonly documents: ReleaseDocuments;
  /** By id, ascending. */
  readonly strategies: readonly CompiledStrategy[];
  /** Null where no contact policy is published. */
  readonly policy: CompiledPolicy | null;
  /** The strategies' segments, to be asked about together: index i is that of strategy i. */
  readonly segments: CompiledConditions;
  /** What `events` measures, by the key of the fact's reference. */
  readonly eventFolds: ReadonlyMap<string, EventFold>;
}

/**
 * Compiles all conditions of a release once. The documents are copied, so that later changes to them change nothing.
 * Throws `INVALID_DOCUMENT` where a document could not have passed validation.
 */
export function compileRelease(documents: ReleaseDocuments, hash: string): CompiledRelease {
  return atOnce(compilingRelease(documents, hash));
}

/** The same in steps, for whoever has something else to do in between: it stops after each strategy. */
export function* compilingRelease(documents: ReleaseDocuments, hash: string): Interruptible<CompiledRelease> {
  const compiled = yield* compilingStrategies(documents);
  const { documents: copy, strategies } = compiled;
  const segments = compileConditions(
    strategies.map(({ document }) => document.segment),
    { facts: copy.facts, segments: copy.segments, timeZone: timeZoneOf(copy), isPublished: true },
  );
  return Object.freeze({ ...compiled, hash, segments });
}

/** The same without what the strategies share, for whoever only asks whether the documents can be compiled. */
export function* compilingStrategies(
  documents: ReleaseDocuments,
): Interruptible<Omit<CompiledRelease, 'hash' | 'segments'>> {
  const copy = deepFreeze(yield* copyOf(documents));
  derivedFacts(copy.facts, timeZoneOf(copy));
  const policy = compilePolicy(copy);
  const eventFolds = new Map<string, EventFold>();
  const compile = conditionCompiler(copy, eventFolds);
  const strategies: CompiledStrategy[] = [];
  for (const strategy of copy.strategies) {
    strategies.push(compileStrategy(strategy, compile, policy));
    yield;
  }
  strategies.sort((a, b) => compareText(a.document.id, b.document.id));
  return { documents: copy, strategies: Object.freeze(strategies), policy, eventFolds };
}

function conditionCompiler(documents: ReleaseDocuments, eventFolds: Map<string, EventFold>): CompileCondition {
  const { facts, segments } = documents;
  const timeZone = timeZoneOf(documents);
  return ({ condition, pointer, layer }, strategy) => {
    const compiled = compileCondition(condition, { facts, segments, pointer, timeZone, isPublished: true });
    for (const ref of compiled.facts) {
      if (ref.params === undefined) continue;
      if (!LAYERS[layer].some((allowed) => allowed === ref.fact)) {
        const message = `the fact “${ref.fact}” may not stand here`;
        throw invalidStrategy(strategy, { message, pointer, expected: `facts of the layer “${layer}”` });
      }
      if (ref.fact === 'events') eventFolds.set(ref.key, eventFold(ref, strategy, pointer));
    }
    return compiled;
  };
}

function eventFold(ref: FactRef, strategy: string, pointer: string): EventFold {
  try {
    return compileEventQuery(ref.params as unknown as EventQuery);
  } catch (error) {
    throw invalidStrategy(strategy, { message: error instanceof Error ? error.message : String(error), pointer });
  }
}

/** A frozen copy, made document by document. */
function* copyOf({
  shop,
  contactPolicy,
  itemFacts,
  facts,
  segments,
  models,
  strategies,
  campaigns,
  analyses,
}: ReleaseDocuments): Interruptible<ReleaseDocuments> {
  return {
    ...(shop === undefined ? {} : { shop: structuredClone(shop) }),
    ...(contactPolicy === undefined ? {} : { contactPolicy: structuredClone(contactPolicy) }),
    ...(itemFacts === undefined ? {} : { itemFacts: structuredClone(itemFacts) }),
    facts: structuredClone(facts),
    segments: yield* copies(segments),
    models: yield* copies(models),
    strategies: yield* copies(strategies),
    ...(campaigns === undefined ? {} : { campaigns: yield* copies(campaigns) }),
    ...(analyses === undefined ? {} : { analyses: yield* copies(analyses) }),
  };
}

function* copies<T>(documents: readonly T[]): Interruptible<readonly T[]> {
  const made: T[] = [];
  for (const document of documents) {
    made.push(deepFreeze(structuredClone(document)));
    yield;
  }
  return made;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

/** A strategy of a release. @throws StrataError UNKNOWN_STRATEGY with the known ids and the nearest */
export function knownStrategy({ strategies }: Pick<CompiledRelease, 'strategies'>, id: string): CompiledStrategy {
  const found = strategies.find(({ document }) => document.id === id);
  if (found !== undefined) return found;
  const known = strategies.map(({ document }) => document.id);
  const nearest = nearestName(id, known);
  const message = `There is no strategy "${id.slice(0, 100)}".`;
  throw new StrataError('UNKNOWN_STRATEGY', message, {
    problems: [{ message, expected: known.join(', '), ...(nearest === undefined ? {} : { nearest }) }],
  });
}
