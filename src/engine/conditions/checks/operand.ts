import { type FactType } from '../../index.js';

/** A fact beside an operator; its type is undefined where it is unknown. */
export interface TypedFact {
  readonly name: string;
  readonly type: FactType | undefined;
}

/** What is known of a side of an operator before any user is seen: constants, or a fact. */
export type Operand = { readonly constants: readonly unknown[] } | TypedFact;

/** Why an operator cannot take what stands beside it. */
export interface OperandProblem {
  readonly at: 'operator' | 'value';
  readonly message: string;
  readonly expected: string;
  readonly nearest?: string;
}
