/** A leaf's `value`: a constant, or another fact to compare with. */
export type ConditionValue =
  string | number | boolean | null | readonly (string | number | boolean | null)[] | FactValue;
export interface FactValue {
  readonly fact: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly path?: string;
}

/** A condition in json-rules-engine's format. */
export type Condition = AllCondition | AnyCondition | NotCondition | ReferenceCondition | LeafCondition;
interface Named {
  readonly name?: string;
}
interface AllCondition extends Named {
  readonly all: readonly Condition[];
}
interface AnyCondition extends Named {
  readonly any: readonly Condition[];
}
interface NotCondition extends Named {
  readonly not: Condition;
}
/** A reference to a segment by its id. */
interface ReferenceCondition extends Named {
  readonly condition: string;
}
export interface LeafCondition extends Named {
  readonly fact: string;
  /** An operator, with decorators in front: `everyFact:greaterThan`. */
  readonly operator: string;
  readonly value: ConditionValue;
  readonly params?: Readonly<Record<string, unknown>>;
  /** A JSONPath into the fact's value. */
  readonly path?: string;
}

/** Wherever a document takes a condition it takes a tree or a segment's id. */
export type ConditionOrSegment = Condition | string;
