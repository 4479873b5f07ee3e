import { type Condition, type FactCatalogue, type FactType, type FactValue, type Segment } from '../../index.js';

/** A fact that a condition reads: its name and, for `events` and `score`, its parameters. */
export interface FactRef {
  /** Stable and distinct for each (fact, params); without params it is the fact's name. */
  readonly key: string;
  readonly fact: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Values by fact name. Only own properties are read; a fact without a value is absent. */
export type FactValues = Readonly<Record<string, unknown>>;

/**
 * Gives the value of a fact with parameters; undefined means that it has none. Each distinct (fact, params) is asked for
 * once an evaluation. Without a resolver the value of the fact's name is taken whatever the parameters are.
 */
export type FactResolver = (ref: FactRef) => unknown;

/** A custom operator: pure, and it returns a boolean. `fact` is undefined where the fact has no value. */
export type CustomOperator = (fact: unknown, value: unknown) => boolean;

/** Segments as documents, or conditions by segment id. */
export type SegmentSource = readonly Segment[] | Readonly<Record<string, Condition>>;

/** What the names in a condition may refer to. Without a catalogue the names of facts are unchecked. */
export interface ConditionOptions {
  readonly facts?: FactCatalogue;
  readonly segments?: SegmentSource;
  readonly operators?: Readonly<Record<string, CustomOperator>>;
  /** The shop's time zone (IANA name), in which a date without a time is a day; UTC unless told. */
  readonly timeZone?: string;
  /** Without a catalogue: the facts that are dates, such as the date columns of a file. */
  readonly dates?: readonly string[];
  /**
   * True for a condition that was published before: what the types of the catalogue refuse today then has the format's own
   * meaning, so that every release that was ever published still loads.
   */
  readonly isPublished?: boolean;
  /** JSON pointer of the condition inside its document; '' unless told. */
  readonly pointer?: string;
}

/** Facts that take parameters; a layer names those that it allows. */
export const PARAMETERISED_FACTS = ['events', 'score'] as const;
export type ParameterisedFact = (typeof PARAMETERISED_FACTS)[number];

export interface ValidationOptions extends ConditionOptions {
  /** Which parameterised facts this layer allows: segment none, trigger `events`, predictive both. Unless told, both. */
  readonly allow?: readonly ParameterisedFact[];
  /**
   * The document in which the condition stands, where all documents are checked: what is wrong inside of other segments is
   * then reported there only. `segment` is the id of the segment whose condition it is; null in another document.
   */
  readonly document?: { readonly segment: string | null };
  /** Ids of the models that `score` may name; unchecked unless told. */
  readonly models?: readonly string[];
}

/** Where a query holds a fact: numbers as double precision, texts and dates as text, lists as jsonb (JSON on DuckDB). */
interface SqlColumn {
  /** An expression that may stand in a comparison, such as a quoted name. */
  readonly sql: string;
  readonly type: FactType;
}
/** The column of each fact; undefined where there is none. */
export type SqlColumns = (ref: FactRef) => SqlColumn | undefined;

interface TraceBase {
  readonly result: boolean;
  /**
   * JSON pointer of the part in its document. Below a `segment` the document is that segment's
   * (`/condition/all/0`), elsewhere the one that was compiled.
   */
  readonly pointer: string;
  /** The part's own name, where the document gives one. */
  readonly name?: string;
}
export interface AllTrace extends TraceBase {
  readonly kind: 'all';
  readonly children: readonly ConditionTrace[];
}
export interface AnyTrace extends TraceBase {
  readonly kind: 'any';
  readonly children: readonly ConditionTrace[];
}
export interface NotTrace extends TraceBase {
  readonly kind: 'not';
  readonly child: ConditionTrace;
}
/** A reference to a segment and what its condition gave. */
export interface SegmentTrace extends TraceBase {
  readonly kind: 'segment';
  readonly segment: string;
  readonly child: ConditionTrace;
}
export interface LeafTrace extends TraceBase {
  readonly kind: 'leaf';
  readonly fact: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly path?: string;
  /** With its decorators, as written. */
  readonly operator: string;
  /** What the fact was compared with; the other fact's value where the document names a fact. */
  readonly expected: unknown;
  /** The fact that `expected` came from, where it is not a constant. */
  readonly expectedFact?: FactValue;
  /** The fact's value (after `path`); undefined where it has none. */
  readonly actual: unknown;
}

/** The evaluated tree: the shape of the condition, each part with its result. */
export type ConditionTrace = AllTrace | AnyTrace | NotTrace | SegmentTrace | LeafTrace;
