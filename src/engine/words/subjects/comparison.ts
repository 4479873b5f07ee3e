import { type FactDefinition, type FactValue, type OperatorName } from '../../index.js';

/** A leaf as sentences need it: what is compared, how, and with what. */
export interface Comparison {
  readonly fact: FactValue;
  /** The catalogue's entry, where the fact's own value is compared (no path). */
  readonly definition: FactDefinition | undefined;
  /** The operator as written. */
  readonly written: string;
  /** Below all decorators; null where it is a custom one. */
  readonly operator: OperatorName | null;
  /** Decorators other than `not`. */
  readonly decorators: readonly string[];
  /** Whether upper and lower case are the same. */
  readonly ignoresCase: boolean;
  /** True where an odd number of `not` decorators turns the answer round. */
  readonly isNegated: boolean;
  readonly value: unknown;
  /** The other fact, where the value is one. */
  readonly other: FactValue | undefined;
}

/** What is said of a person for whom a comparison holds, and for whom it does not. */
export interface Predicate {
  readonly holds: string;
  readonly fails: string;
}

/** The same comparison, said of the others. */
export function turned({ holds, fails }: Predicate): Predicate {
  return { holds: fails, fails: holds };
}

const OPPOSITES = {
  greaterThanInclusive: 'lessThan',
  greaterThan: 'lessThanInclusive',
  lessThanInclusive: 'greaterThan',
  lessThan: 'greaterThanInclusive',
} as const satisfies Partial<Record<OperatorName, OperatorName>>;
/** The operators that compare sizes. */
export type Ordering = keyof typeof OPPOSITES;

export function isOrdering(operator: string | null): operator is Ordering {
  return operator !== null && Object.hasOwn(OPPOSITES, operator);
}

/** The operator that holds where this one does not: "not at least 1" is "fewer than 1". */
export function oppositeOf(operator: Ordering): Ordering {
  return OPPOSITES[operator];
}

/** "Not at least 1" as "fewer than 1": a negation where there is a word for it. */
export function withoutNegation(comparison: Comparison): Comparison {
  const { operator, isNegated, decorators } = comparison;
  if (!isNegated || decorators.length > 0 || !isOrdering(operator)) return comparison;
  return { ...comparison, operator: oppositeOf(operator), isNegated: false };
}

/** Whether the operator is one that json-rules-engine's format has, too: idioms know these. */
export function isOfFormat(operator: OperatorName): boolean {
  return !/^(exists|matches|startsWith|endsWith|includesText|version.*)$/.test(operator);
}

/** Whether dates or texts are compared, which come before and after one another. */
export function isOfTime({ definition, value }: Comparison): boolean {
  return definition?.type === 'date' || (typeof value === 'string' && definition?.type !== 'number');
}
