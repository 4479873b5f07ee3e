import { type DialectName } from '../sql/index.js';
import { type ComputedSource, type Condition, type EventQuery, type FactType, type ProfileSource } from '../index.js';

/** What a fact rests on: an attribute of the person's profile, the person's events, other facts, or an analysis. */
export type FactBasis =
  | { readonly of: 'attribute'; readonly source: ProfileSource }
  | { readonly of: 'events'; readonly query: EventQuery }
  | { readonly of: 'facts'; readonly names: readonly string[] }
  | { readonly of: 'computed'; readonly computed: ComputedSource['computed'] };

/** What the values of a fact are like, and how they can change. */
export interface FactTraits {
  /** The type that they have whatever the definition says; null where the definition chooses it. */
  readonly type: FactType | null;
  /** A part of a whole: read in percent where no unit says otherwise. */
  readonly isShare: boolean;
  readonly isWhole: boolean;
  /** Which way numbers can go. */
  readonly direction: 'up' | 'down' | 'both';
  /** Whether a number that goes one way only can come to somebody who has none. */
  readonly canBegin: boolean;
  /** False where nothing but the facts that it is told by can change it. */
  readonly changesByItself: boolean;
}

/** A condition of a fact, compiled. */
interface FactCondition {
  test(facts: Readonly<Record<string, unknown>>): boolean;
  toSql(dialect: DialectName, columns: (ref: { readonly fact: string }) => FactColumnSql | undefined): string;
}

/** Where a query holds a fact. */
export interface FactColumnSql {
  /** An expression; NULL where the fact has no value. */
  readonly sql: string;
  readonly type: FactType;
}

/** How a fact is told by others, live and in SQL alike. */
export interface Derivation {
  /** Undefined where it has no value. */
  valueOf(facts: Readonly<Record<string, unknown>>): unknown;
  /** The same of columns, of the fact's type; NULL where it has no value. */
  toSql(dialect: DialectName, columnOf: (name: string) => FactColumnSql): string;
}

/**
 * A kind of source that a fact may come from. Another kind is another one of these in the registry (`sources.ts`), with its
 * form in `FactSources`; its schema, its check and its words stand with the documents (`src/rulebook`).
 */
export interface FactSourceKind<S> {
  basis(source: S): FactBasis;
  traits(source: S): FactTraits;
  /** Where the basis is of facts. */
  derivation?(source: S, compile: (condition: Condition) => FactCondition): Derivation;
}
