import { type FactType, type ItemFactCatalogue } from '#strata/engine';
import { dateValue } from '#strata/engine/conditions';
import { jsonPointer } from '#strata/kernel';
import { nearestName, type Problem, StrataError } from '#sdk';

/** What is known about an item: values by the names of item facts. */
export type ItemValues = Readonly<Record<string, unknown>>;

/** An item of the catalogue. */
export interface Item {
  readonly id: string;
  readonly facts: ItemValues;
}

const LONGEST_TEXT = 10_000;
const LONGEST_LIST = 1_000;

/** What a fact of a type may be. */
export const EXPECTED: Readonly<Record<FactType, string>> = {
  number: 'a finite number',
  string: `text of at most ${String(LONGEST_TEXT)} characters`,
  boolean: 'true or false',
  date: 'an ISO 8601 date or time, such as 2026-11-22 or 2026-11-22T08:00:00Z',
  list: `at most ${String(LONGEST_LIST)} texts, numbers and booleans`,
};

/** The value as the catalogue keeps it; undefined where it is not of the type. */
export function valueOfType(value: unknown, type: FactType, timeZone: string): unknown {
  if (type === 'date') return isText(value) ? dateValue(value, timeZone) : undefined;
  return hasType(value, type) ? value : undefined;
}

function hasType(value: unknown, type: Exclude<FactType, 'date'>): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value);
    case 'string':
      return isText(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value) && value.length <= LONGEST_LIST && value.every(isMember);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT && !value.includes('\0');
}

function isMember(value: unknown): boolean {
  return isText(value) || typeof value === 'boolean' || Number.isFinite(value);
}

/**
 * The facts of an item as the catalogue keeps them; null means that there is none.
 *
 * @param at where they stand in the request
 * @throws StrataError UNKNOWN_FACT, INVALID_FACT with all problems
 */
export function checkItemValues(
  given: ItemValues,
  { facts }: ItemFactCatalogue,
  { at, timeZone }: { readonly at: readonly (string | number)[]; readonly timeZone: string },
): ItemValues {
  const values: Record<string, unknown> = {};
  const unknown: Problem[] = [];
  const mistyped: Problem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const definition = Object.hasOwn(facts, name) ? facts[name] : undefined;
    const pointer = jsonPointer([...at, name.slice(0, LONGEST_NAME)].map(String));
    if (definition === undefined) {
      unknown.push({ pointer, ...unknownItemFact(name, Object.keys(facts)) });
      continue;
    }
    if (value === null) continue;
    const read = valueOfType(value, definition.type, timeZone);
    if (read !== undefined) values[name] = read;
    else
      mistyped.push({ pointer, message: `"${name}" is no ${definition.type}.`, expected: EXPECTED[definition.type] });
  }
  const problems = [...unknown, ...mistyped].slice(0, MOST_PROBLEMS);
  const [first] = problems;
  if (first === undefined) return values;
  throw new StrataError(unknown.length > 0 ? 'UNKNOWN_FACT' : 'INVALID_FACT', first.message, { problems });
}

const LONGEST_NAME = 100;
const MOST_PROBLEMS = 20;

function unknownItemFact(name: string, known: readonly string[]): Problem {
  const shown = name.slice(0, LONGEST_NAME);
  const nearest = nearestName(shown, known);
  return {
    message: `"${shown}" is no fact of items.`,
    expected: 'the name of a fact in item-facts.json',
    ...(nearest === undefined ? {} : { nearest }),
  };
}

/** @throws StrataError UNAVAILABLE where no item facts are declared */
export function declaredItemFacts({ itemFacts }: { readonly itemFacts?: ItemFactCatalogue }): ItemFactCatalogue {
  if (itemFacts !== undefined) return itemFacts;
  throw new StrataError('UNAVAILABLE', 'No item facts are declared.', {
    problems: [
      {
        message: 'the current release says nothing about items',
        expected: 'rules/item-facts.json, published with strata rules push',
      },
    ],
  });
}
