import { type CompiledCondition, compileCondition } from '../conditions/index.js';
import { basisOf, type Derivation, type FactColumnSql, kindOfSource, traitsOf, withParts } from '../facts/index.js';
import { type FactCatalogue } from '../index.js';
import { type DialectName } from '../sql/index.js';

type Facts = Readonly<Record<string, unknown>>;

/** The facts of a catalogue that are told by other facts, ready to be told. */
export interface DerivedFacts {
  /** Whether the fact is told by others. */
  has(name: string): boolean;
  /** Sets each of them as the other facts tell it, but those for which `isLeft` holds; one without a value is taken out. */
  add(facts: Record<string, unknown>, isLeft?: (name: string) => boolean): void;
  /**
   * What follows from facts of which one has just changed: of the facts that have a value and are told by it. A share is
   * left where `shares` is false. Null where one would have no value then, or a share that was none before would pass 1.
   */
  following(facts: Facts, changed: string, shares: boolean): Facts | null;
  /** The conditions by which the fact is told, in their order. */
  ownConditionsOf(name: string): readonly CompiledCondition[];
  /** The same, and those of the facts that it is told by. */
  conditionsOf(name: string): readonly CompiledCondition[];
  /** A fact as an SQL expression of others, of the fact's type; NULL where it has no value. */
  toSql(name: string, dialect: DialectName, columnOf: (name: string) => FactColumnSql): string;
}

const known = new WeakMap<FactCatalogue, Map<string, DerivedFacts>>();

/** The derived facts of a catalogue, compiled once. @param timeZone the shop's, in which a date without a time is a day */
export function derivedFacts(catalogue: FactCatalogue, timeZone: string): DerivedFacts {
  const byZone = known.get(catalogue) ?? new Map<string, DerivedFacts>();
  known.set(catalogue, byZone);
  const found = byZone.get(timeZone) ?? compileDerived(catalogue, timeZone);
  byZone.set(timeZone, found);
  return found;
}

interface DerivedFact {
  readonly parts: readonly string[];
  readonly isShare: boolean;
  readonly derivation: Derivation;
  readonly conditions: readonly CompiledCondition[];
}

function compileDerived(catalogue: FactCatalogue, timeZone: string): DerivedFacts {
  // Each stands after its parts.
  const derived = new Map<string, DerivedFact>();
  for (const name of withParts(Object.keys(catalogue), catalogue)) {
    const fact = compileFact(name, catalogue, timeZone);
    if (fact !== null) derived.set(name, fact);
  }
  const factOf = (name: string): DerivedFact => {
    const fact = derived.get(name);
    if (fact === undefined) throw new RangeError(`The fact "${name}" is told by no others`);
    return fact;
  };
  const conditionsOf = (name: string): readonly CompiledCondition[] => {
    const { parts = [], conditions = [] } = derived.get(name) ?? {};
    return [...conditions, ...parts.flatMap(conditionsOf)];
  };
  return Object.freeze({
    has: (name: string) => derived.has(name),
    add(facts: Record<string, unknown>, isLeft: (name: string) => boolean = () => false) {
      for (const [name, { derivation }] of derived) {
        if (isLeft(name)) continue;
        const value = derivation.valueOf(facts);
        if (value === undefined) Reflect.deleteProperty(facts, name);
        else facts[name] = value;
      }
    },
    following: (facts: Facts, changed: string, shares: boolean) => followingFrom(derived, facts, changed, shares),
    ownConditionsOf: (name: string) => derived.get(name)?.conditions ?? [],
    conditionsOf,
    toSql: (name: string, dialect: DialectName, columnOf: (name: string) => FactColumnSql) =>
      factOf(name).derivation.toSql(dialect, columnOf),
  });
}

function compileFact(name: string, catalogue: FactCatalogue, timeZone: string): DerivedFact | null {
  const definition = catalogue[name];
  if (definition === undefined) return null;
  const basis = basisOf(definition);
  if (basis.of !== 'facts') return null;
  const conditions: CompiledCondition[] = [];
  const { from } = definition;
  const derivation = kindOfSource(from).derivation?.(from, (condition) => {
    const compiled = compileCondition(condition, { facts: catalogue, timeZone, isPublished: true });
    conditions.push(compiled);
    return compiled;
  });
  if (derivation === undefined) return null;
  return { parts: basis.names, isShare: traitsOf(definition).isShare, derivation, conditions };
}

function followingFrom(
  derived: ReadonlyMap<string, DerivedFact>,
  facts: Facts,
  changed: string,
  shares: boolean,
): Facts | null {
  const follows: Record<string, unknown> = {};
  const now = { ...facts };
  const moved = new Set([changed]);
  for (const [name, { parts, isShare, derivation }] of derived) {
    if (name === changed || !Object.hasOwn(facts, name) || !parts.some((part) => moved.has(part))) continue;
    if (isShare && !shares) continue;
    const value = derivation.valueOf(now);
    if (isShare && Number(value) > 1 && Number(facts[name]) <= 1) return null;
    if (value === undefined && isShare) continue;
    if (value === undefined) return null;
    moved.add(name);
    now[name] = value;
    follows[name] = value;
  }
  return follows;
}
