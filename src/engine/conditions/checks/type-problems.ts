import { type FactType } from '../../index.js';
import { parseMoment } from '#strata/kernel';
import { nearestDate } from '../values/dates.js';
import { type Operand, type OperandProblem, type TypedFact } from './operand.js';
import { isComparison, isTextTest, isVersionTest, type ParsedOperator } from '../language/operators.js';

/**
 * The first reason why an operator can never mean what it says, by the types of the catalogue: an order of texts, a
 * value of another type, a date in another form, null as a value. Undefined where there is none.
 */
export function typeProblem(operator: ParsedOperator, left: Operand, right: Operand): OperandProblem | undefined {
  const { builtIn } = operator;
  if (builtIn === null || builtIn === 'exists') return undefined;
  if (operator.ignoresCase || isTextTest(builtIn) || isVersionTest(builtIn) || builtIn === 'matches') {
    const wrong = [left, right].find((side) => 'type' in side && !isTextual(side.type, operator));
    if (wrong !== undefined) return notText(operator, wrong as TypedFact);
    if (!operator.ignoresCase) return undefined;
  }
  if (isComparison(builtIn)) return orderProblem(builtIn, left, right) ?? valueProblem(left, right);
  if (builtIn === 'contains' || builtIn === 'doesNotContain') return memberProblem(operator, right, left);
  if (builtIn === 'in' || builtIn === 'notIn') return memberProblem(operator, left, right);
  return nullProblem(operator, left, right) ?? listProblem(builtIn, left) ?? valueProblem(left, right);
}

function isTextual(type: FactType | undefined, { builtIn, ignoresCase }: ParsedOperator): boolean {
  if (type === undefined || type === 'string') return true;
  const takesLists = ['in', 'notIn', 'contains', 'doesNotContain'];
  return type === 'list' && ignoresCase && builtIn !== null && takesLists.includes(builtIn);
}

function notText({ builtIn, ignoresCase }: ParsedOperator, { name, type }: TypedFact): OperandProblem {
  const operator = ignoresCase ? `ignoringCase:${builtIn ?? ''}` : (builtIn ?? '');
  const expected = type === 'list' ? `"someFact:${operator}", for its items` : 'a fact of type string';
  return { at: 'operator', message: `"${operator}" is for text, and "${name}" is a ${type ?? ''}`, expected };
}

const ADVICE: Readonly<Partial<Record<FactType, string>>> = {
  string:
    'equal, in, startsWith or matches; for versions versionLessThan and the like; for numbers and days a fact of type number or date',
  boolean: 'equal with true or false',
  list: 'contains, or someFact: for its items',
};

/** Only numbers and dates have an order that anybody means. */
function orderProblem(operator: string, left: Operand, right: Operand): OperandProblem | undefined {
  for (const side of [left, right]) {
    if (!('type' in side) || side.type === undefined) continue;
    const expected = ADVICE[side.type];
    if (expected === undefined) continue;
    const what = side.type === 'string' ? 'text' : `a ${side.type}`;
    return { at: 'operator', message: `The fact "${side.name}" is ${what}: "${operator}" does not fit it`, expected };
  }
  return undefined;
}

function listProblem(operator: string, left: Operand): OperandProblem | undefined {
  if (!('type' in left) || left.type !== 'list') return undefined;
  const message = `The fact "${left.name}" is a list: "${operator}" does not fit it`;
  return { at: 'operator', message, expected: 'contains or doesNotContain; someFact: for its items' };
}

/** An item, and the list that it is looked for in. */
function memberProblem(operator: ParsedOperator, item: Operand, list: Operand): OperandProblem | undefined {
  if ('type' in list) return listProblem(operator.name, item);
  const items: Operand = { constants: list.constants.flatMap((each): unknown[] => (Array.isArray(each) ? each : [])) };
  return nullProblem(operator, item, items) ?? listProblem(operator.name, item) ?? valueProblem(item, items);
}

/** json-rules-engine compares with null, which no fact ever is: `notEqual` null would be true of everybody. */
function nullProblem(
  { builtIn, decorators }: ParsedOperator,
  left: Operand,
  right: Operand,
): OperandProblem | undefined {
  if (![left, right].some((side) => 'constants' in side && side.constants.includes(null))) return undefined;
  const denials = decorators.filter((each) => each === 'not').length + (builtIn?.startsWith('not') ? 1 : 0);
  const said = `"operator": "exists", "value": ${String(denials % 2 === 1)}`;
  const isList = builtIn !== 'equal' && builtIn !== 'notEqual';
  const message = 'null cannot be compared with: a fact that is not known has no value';
  return { at: 'value', message, expected: isList ? `a list without null, beside a condition with ${said}` : said };
}

/** The constants of one side against the type of the fact on the other. */
function valueProblem(left: Operand, right: Operand): OperandProblem | undefined {
  if ('type' in left) return misfit(left, right);
  return 'type' in right ? misfit(right, left) : undefined;
}

function misfit({ name, type }: TypedFact, other: Operand): OperandProblem | undefined {
  if (type === undefined || type === 'list') return undefined;
  const report = (found: string, nearest?: string): OperandProblem => ({
    at: 'value',
    message: `The fact "${name}" is a ${type}: ${found} does not fit it`,
    expected: EXPECTED[type],
    ...(nearest === undefined ? {} : { nearest }),
  });
  if ('type' in other) {
    return other.type === undefined || other.type === type ? undefined : report(`the fact "${other.name}"`);
  }
  if (type === 'date' && other.constants.length > MOST_DATES) {
    return { at: 'value', message: 'These are too many dates', expected: `at most ${MOST_DATES}` };
  }
  const index = other.constants.findIndex((value) => !fits(value, type));
  if (index === -1) return undefined;
  const wrong = other.constants[index];
  return report(shown(wrong), nearest(wrong, type));
}

/** Where each of these days begins has to be found in the time zone's rules. */
const MOST_DATES = 1_000;

const EXPECTED: Readonly<Record<Exclude<FactType, 'list'>, string>> = {
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  date: 'an ISO 8601 date such as 2026-11-22, or with a time 2026-11-22T08:00:00+08:00',
};

function fits(value: unknown, type: Exclude<FactType, 'list'>): boolean {
  // Whether a text is a date does not depend on the zone.
  if (type === 'date') return typeof value === 'string' && parseMoment(value) !== undefined;
  return typeof value === type;
}

/** The value of the type that was meant. */
function nearest(value: unknown, type: Exclude<FactType, 'list'>): string | undefined {
  if (type === 'date') return nearestDate(value);
  if (type === 'string') return typeof value === 'number' ? `"${value}"` : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  if (type === 'boolean') return TRUTHS[value.trim().toLowerCase()];
  return Number.isFinite(Number(value)) ? String(Number(value)) : undefined;
}

const TRUTHS: Readonly<Record<string, string>> = { true: 'true', yes: 'true', false: 'false', no: 'false' };

const LONGEST_SHOWN = 60;

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
