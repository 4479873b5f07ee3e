import { traitsOf } from '../../facts/index.js';
import { type FactCatalogue, type FactDefinition } from '../../index.js';

/** One fact with another value; `from` is undefined where it has none now. */
export interface Change {
  readonly fact: string;
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * Whether a change of the fact may be suggested: it is in the catalogue, not sensitive, can be acted on, and is not only what
 * other facts make of it.
 */
export function isSuggestible(fact: string, catalogue: FactCatalogue): boolean {
  const definition = definitionOf(fact, catalogue);
  if (definition === undefined || definition.sensitive === true || definition.actionable === false) return false;
  return traitsOf(definition).changesByItself;
}

/**
 * Whether the fact can come to the value: time goes on and never back, so days since something only grow; what was counted
 * or summed over all time only grows, too; a number that is never below zero stays so, a share at most 1.
 */
export function canHappen({ fact, from, to }: Change, catalogue: FactCatalogue): boolean {
  const definition = definitionOf(fact, catalogue);
  if (definition === undefined || to === from || to === undefined || to === null) return false;
  const { direction, canBegin, isShare } = traitsOf(definition);
  if (typeof to !== 'number') return definition.type !== 'date';
  if (typeof from !== 'number') return direction === 'both' ? to >= 0 : canBegin;
  if (to < 0 && from >= 0) return false;
  if (isShare && from <= 1 && to > 1) return false;
  if (direction === 'up') return to > from;
  return direction === 'down' ? to < from : true;
}

/** A change to the nearest value that the fact can have on that way: what is counted, and days, are whole. */
export function onTheWay(change: Change, catalogue: FactCatalogue): Change {
  const { fact, from, to } = change;
  const definition = definitionOf(fact, catalogue);
  if (definition === undefined || typeof to !== 'number' || Number.isInteger(to)) return change;
  if (!traitsOf(definition).isWhole) return change;
  return { ...change, to: typeof from === 'number' && to < from ? Math.floor(to) : Math.ceil(to) };
}

/** From the value that a person has, these shares of it are tried, and … */
const SHARES = [0, 0.25, 0.5, 0.75, 0.9, 1.1, 1.25, 1.5, 2, 3, 5];
/** … these steps from it. */
const STEPS = [-3, -2, -1, 1, 2, 3, 5, 10];

/** Numbers that a fact might take instead: whole where it is whole, and on its side of zero; none for other values. */
export function numbersAround(from: unknown): readonly number[] {
  if (typeof from !== 'number') return [];
  const whole = Number.isInteger(from);
  const tried = [...SHARES.map((share) => share * from), ...(whole ? STEPS.map((step) => from + step) : [])];
  const rounded = tried.map((to) => (whole ? Math.round(to) : Math.round(to * 100) / 100));
  return [...new Set(rounded)].filter((to) => to !== from && to * Math.sign(from || 1) >= 0);
}

function definitionOf(fact: string, catalogue: FactCatalogue): FactDefinition | undefined {
  return Object.hasOwn(catalogue, fact) ? catalogue[fact] : undefined;
}
