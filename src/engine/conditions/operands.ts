import { type FactType } from '../documents.js';
import { isComparison, type ParsedOperator } from './operators.js';

/** What is known before any user is seen: constants, or a fact's type in the catalogue (undefined where unknown). */
type Operand = { readonly constants: readonly unknown[] } | { readonly type: FactType | undefined };

/** What stands on both sides of an operator. */
interface Operands {
  readonly fact: FactType | undefined;
  readonly value: { readonly constant: unknown } | { readonly fact: FactType | undefined };
}

/** Why an operator cannot take what stands beside it. */
interface OperandProblem {
  readonly at: 'operator' | 'value';
  readonly message: string;
  readonly expected: string;
}

/**
 * The first reason to refuse an operator with these operands: those that json-rules-engine would throw on, or give an
 * answer by accident. Undefined where there is none.
 */
export function operandProblem(operator: ParsedOperator, operands: Operands): OperandProblem | undefined {
  let left: Operand = { type: operands.fact };
  let right: Operand =
    'constant' in operands.value ? { constants: [operands.value.constant] } : { type: operands.value.fact };
  for (const decorator of operator.decorators) {
    if (decorator === 'swap') [left, right] = [right, left];
    if (decorator === 'someFact' || decorator === 'everyFact') {
      if (isNeverList(left)) return notList(operator.name, decorator);
      left = elements(left);
    }
    if (decorator === 'someValue' || decorator === 'everyValue') {
      if (!isAlwaysList(right)) return listNeeded(decorator);
      right = elements(right);
    }
  }
  return baseProblem(operator, left, right);
}

function baseProblem({ builtIn }: ParsedOperator, left: Operand, right: Operand): OperandProblem | undefined {
  if (builtIn === null) return undefined;
  if (builtIn === 'in' || builtIn === 'notIn') return isAlwaysList(right) ? undefined : listNeeded(builtIn);
  if (builtIn === 'contains' || builtIn === 'doesNotContain') {
    if (isNeverList(left)) return notList(builtIn, builtIn);
    return every(right, isScalar) ? undefined : scalarNeeded(builtIn);
  }
  if (isComparison(builtIn)) {
    if (every(right, isNumberOrText)) return undefined;
    return { at: 'value', message: `"${builtIn}" cannot compare with this value`, expected: 'a number or text' };
  }
  return every(right, isScalar) ? undefined : scalarNeeded(builtIn);
}

function listNeeded(operator: string): OperandProblem {
  return { at: 'value', message: `"${operator}" needs a list to look in`, expected: 'a list of values' };
}
function scalarNeeded(operator: string): OperandProblem {
  const message = `"${operator}" compares with one single value`;
  return { at: 'value', message, expected: 'text, a number, true, false or null' };
}
function notList(operator: string, needs: string): OperandProblem {
  const message = `"${needs}" needs a list, and this fact is none`;
  return { at: 'operator', message, expected: needs === operator ? 'a fact of type list' : 'a list on the left' };
}

function every(operand: Operand, isFit: (value: unknown) => boolean): boolean {
  return 'type' in operand || operand.constants.every(isFit);
}
function isAlwaysList(operand: Operand): boolean {
  return 'type' in operand ? operand.type === 'list' : operand.constants.every((value) => Array.isArray(value));
}
function isNeverList(operand: Operand): boolean {
  if ('type' in operand) return operand.type !== undefined && operand.type !== 'list';
  return operand.constants.some((value) => !Array.isArray(value));
}
function elements(operand: Operand): Operand {
  if ('type' in operand) return { type: undefined };
  return { constants: operand.constants.flatMap((value): unknown[] => (Array.isArray(value) ? value : [])) };
}
function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}
function isNumberOrText(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}
