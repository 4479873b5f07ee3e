import { derivedFacts } from '#strata/engine/plan';
import { jsonPointer } from '#strata/kernel';
import { dateValue } from '#strata/engine/conditions';
import { type FactCatalogue, type FactDefinition, type FactType } from '#strata/engine';
import { nearestName, type Problem, StrataError } from '#sdk';

type Facts = Readonly<Record<string, unknown>>;

/** A list longer than this is a mistake of the caller. */
const LONGEST_LIST = 1_000;
const LONGEST_TEXT = 10_000;
/** More wrong facts are not looked at one by one. */
const MOST_PROBLEMS = 20;
const LONGEST_NAME = 100;

/**
 * The facts of a request as the engine takes them: names and types of the catalogue, unknown (null) values left out,
 * dates with their offset (where they have none, that of the shop's time zone), and those that other facts tell where the caller did not give them. Frozen.
 *
 * @throws StrataError UNKNOWN_FACT or INVALID_FACT with all problems
 */
export function checkFacts(given: Facts, catalogue: FactCatalogue, timeZone: string): Facts {
  const facts: Record<string, unknown> = {};
  const unknown: string[] = [];
  const mistyped: Problem[] = [];
  for (const name of Object.keys(given)) {
    const value = given[name];
    const definition = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
    if (definition === undefined) unknown.push(name);
    else if (value !== null && !hasType(value, definition.type)) mistyped.push(mistypedFact(name, definition));
    else if (value !== null) facts[name] = definition.type === 'date' ? dateValue(value, timeZone) : value;
  }
  throwIfAny(unknownFacts(unknown, catalogue), mistyped);
  derivedFacts(catalogue, timeZone).add(facts, (name) => Object.hasOwn(given, name));
  return Object.freeze(facts);
}

function throwIfAny(unknown: readonly Problem[], mistyped: readonly Problem[]): void {
  const problems = [...unknown, ...mistyped.slice(0, MOST_PROBLEMS)];
  const [first] = problems;
  if (first === undefined) return;
  throw new StrataError(unknown.length > 0 ? 'UNKNOWN_FACT' : 'INVALID_FACT', first.message, { problems });
}

function unknownFacts(names: readonly string[], catalogue: FactCatalogue): readonly Problem[] {
  const told = names.slice(0, MOST_PROBLEMS).map((name) => unknownFact(name, catalogue));
  const more = names.length - told.length;
  if (more === 0) return told;
  return [...told, { message: `${String(more)} more facts are not of the catalogue.`, pointer: '/facts' }];
}

function unknownFact(name: string, catalogue: FactCatalogue): Problem {
  const nearest = nearestName(name.slice(0, LONGEST_NAME), Object.keys(catalogue));
  return {
    message: `"${name.slice(0, LONGEST_NAME)}" is not a fact of the catalogue.`,
    pointer: factPointer(name),
    expected: 'the name of a fact in facts.json',
    ...(nearest === undefined ? {} : { nearest }),
  };
}

function mistypedFact(name: string, { type }: FactDefinition): Problem {
  return { message: `"${name}" is not a ${type}.`, pointer: factPointer(name), expected: EXPECTED[type] };
}

const EXPECTED: Readonly<Record<FactType, string>> = {
  number: 'a finite number, or null',
  string: `text of at most ${LONGEST_TEXT} characters, or null`,
  boolean: 'true, false or null',
  date: 'an ISO 8601 date or time, such as 2026-11-22 or 2026-11-22T08:00:00Z, or null',
  list: `at most ${LONGEST_LIST} texts, numbers, booleans and nulls, or null`,
};

function hasType(value: unknown, type: FactType): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'string':
      return isText(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return isText(value) && dateValue(value, 'UTC') !== undefined;
    case 'list':
      return Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isListItem);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

function isListItem(value: unknown): boolean {
  return value === null || isText(value) || typeof value === 'boolean' || Number.isFinite(value);
}

function factPointer(name: string): string {
  return jsonPointer(['facts', name.slice(0, LONGEST_NAME)]);
}
