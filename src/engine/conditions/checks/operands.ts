import { type FactType } from '../../index.js';
import { isComparison, isTextTest, isVersionTest, type ParsedOperator } from '../language/operators.js';
import { type Operand, type OperandProblem, type TypedFact } from './operand.js';
import { patternProblem } from '../values/patterns.js';
import { typeProblem } from './type-problems.js';
import { parseVersion } from '../values/versions.js';

/** What stands on both sides of an operator. */
interface Operands {
  readonly fact: TypedFact;
  readonly value: { readonly constant: unknown } | TypedFact;
  /** Whether there is a catalogue whose types what is compared must fit. */
  readonly checksTypes: boolean;
}

/**
 * The first reason to refuse an operator with these operands: those that json-rules-engine would throw on, or give an
 * answer by accident; with a catalogue also those that cannot mean what they say. Undefined where there is none.
 */
export function operandProblem(operator: ParsedOperator, operands: Operands): OperandProblem | undefined {
  let left: Operand = operands.fact;
  let right: Operand = 'constant' in operands.value ? { constants: [operands.value.constant] } : operands.value;
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
  return (
    caseProblem(operator) ??
    baseProblem(operator, left, right) ??
    (operands.checksTypes ? typeProblem(operator, left, right) : undefined)
  );
}

function baseProblem({ builtIn }: ParsedOperator, left: Operand, right: Operand): OperandProblem | undefined {
  if (builtIn === null) return undefined;
  if (builtIn === 'in' || builtIn === 'notIn') return isAlwaysList(right) ? undefined : listNeeded(builtIn);
  if (builtIn === 'contains' || builtIn === 'doesNotContain') {
    if (isNeverList(left)) return notList(builtIn, builtIn, 'type' in left ? left.type : undefined);
    return every(right, isScalar) ? undefined : scalarNeeded(builtIn);
  }
  if (builtIn === 'exists') return existsProblem(right);
  if (builtIn === 'matches') return expressionProblem(right);
  if (isTextTest(builtIn)) return every(right, isText) && every(left, isText) ? undefined : textNeeded(builtIn);
  if (isVersionTest(builtIn)) return versionProblem(builtIn, left) ?? versionProblem(builtIn, right);
  if (isComparison(builtIn)) {
    if (every(right, isNumberOrText)) return undefined;
    return { at: 'value', message: `"${builtIn}" cannot compare with this value`, expected: 'a number or text' };
  }
  return every(right, isScalar) ? undefined : scalarNeeded(builtIn);
}

const WITHOUT_CASE = ['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain'];

function caseProblem({ builtIn, ignoresCase }: ParsedOperator): OperandProblem | undefined {
  if (!ignoresCase || builtIn === null || isTextTest(builtIn) || WITHOUT_CASE.includes(builtIn)) return undefined;
  const message = `"${builtIn}" cannot ignore case`;
  if (builtIn === 'matches') return { at: 'operator', message, expected: '(?i) in front of the expression' };
  const expected = `"ignoringCase:" before ${WITHOUT_CASE.join(', ')}, startsWith, endsWith or includesText`;
  return { at: 'operator', message, expected };
}

function existsProblem(right: Operand): OperandProblem | undefined {
  if ('constants' in right && right.constants.every((value) => typeof value === 'boolean')) return undefined;
  const expected = 'true (there is a value) or false (there is none)';
  return { at: 'value', message: '"exists" says whether the fact has a value', expected };
}

function expressionProblem(right: Operand): OperandProblem | undefined {
  const texts = 'constants' in right ? right.constants.filter(isText) : [];
  if (!('constants' in right) || texts.length < right.constants.length) {
    return { at: 'value', message: '"matches" needs an expression as text', expected: 'such as "^Shang|Hang"' };
  }
  for (const text of texts) {
    const problem = patternProblem(text);
    if (problem === undefined) continue;
    const expected = "an expression of RE2's syntax: no look-around, no back references, at most 500 characters";
    return { at: 'value', message: `The expression ${JSON.stringify(text)} cannot be used: ${problem}`, expected };
  }
  return undefined;
}

function versionProblem(operator: string, side: Operand): OperandProblem | undefined {
  if (!('constants' in side)) return undefined;
  const wrong = side.constants.find((value) => parseVersion(value) === undefined);
  if (wrong === undefined && !side.constants.includes(undefined)) return undefined;
  const expected = 'a version as text, such as "2.10" or "1.4.0-beta.2"';
  const message = `"${operator}" compares versions, and ${JSON.stringify(wrong)} is none`;
  return { at: 'value', message, expected, ...(typeof wrong === 'number' ? { nearest: `"${wrong}"` } : {}) };
}

function listNeeded(operator: string): OperandProblem {
  return { at: 'value', message: `"${operator}" needs a list to look in`, expected: 'a list of values' };
}
function scalarNeeded(operator: string): OperandProblem {
  const message = `"${operator}" compares with one single value`;
  return { at: 'value', message, expected: 'text, a number, true or false' };
}
function textNeeded(operator: string): OperandProblem {
  return { at: 'value', message: `"${operator}" compares with text`, expected: 'text' };
}
function notList(operator: string, needs: string, type?: FactType): OperandProblem {
  const message = `"${needs}" needs a list, and this fact is none`;
  if (type === 'string') return { at: 'operator', message, expected: 'includesText, for a part of a text' };
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
  if ('type' in operand) return { name: operand.name, type: undefined };
  return { constants: operand.constants.flatMap((value): unknown[] => (Array.isArray(value) ? value : [])) };
}
function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}
function isNumberOrText(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}
function isText(value: unknown): value is string {
  return typeof value === 'string';
}
