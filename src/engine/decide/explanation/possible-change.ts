import { type FactCatalogue, type FactDefinition, type FactSource } from '../../index.js';

/** One fact with another value; `from` is undefined where it has none now. */
export interface Change {
  readonly fact: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** Whether a change of the fact may be suggested: it is in the catalogue, not sensitive, and can be acted on. */
export function isSuggestible(fact: string, catalogue: FactCatalogue): boolean {
  const definition = definitionOf(fact, catalogue);
  return definition !== undefined && definition.sensitive !== true && definition.actionable !== false;
}

/**
 * Whether the fact can come to the value: time goes on and never back, so days since something only grow; what was counted
 * or summed over all time only grows, too; a number that is never below zero stays so, a share at most 1.
 */
export function canHappen({ fact, from, to }: Change, catalogue: FactCatalogue): boolean {
  const definition = definitionOf(fact, catalogue);
  if (definition === undefined || to === from || to === undefined || to === null) return false;
  const direction = directionOf(definition.from);
  if (typeof to !== 'number') return definition.type !== 'date';
  if (typeof from !== 'number') return direction !== 'up' && direction !== 'down' ? to >= 0 : isCount(definition.from);
  if (to < 0 && from >= 0) return false;
  if ('ratio' in definition.from && from <= 1 && to > 1) return false;
  if (direction === 'up') return to > from;
  return direction === 'down' ? to < from : true;
}

/** A change to the nearest value that the fact can have on that way: what is counted, and days, are whole. */
export function onTheWay(change: Change, catalogue: FactCatalogue): Change {
  const { fact, from, to } = change;
  const definition = definitionOf(fact, catalogue);
  if (definition === undefined || typeof to !== 'number' || Number.isInteger(to) || !isWhole(definition)) return change;
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

/** The shares that are known and follow from the changed fact, as its new value has them; null where one would pass 1. */
export function shareChanges(
  facts: Readonly<Record<string, unknown>>,
  changed: string,
  catalogue: FactCatalogue,
): Readonly<Record<string, number>> | null {
  const follows: Record<string, number> = {};
  for (const [name, { from }] of Object.entries(catalogue)) {
    if (!('ratio' in from) || !from.ratio.includes(changed) || !Object.hasOwn(facts, name)) continue;
    const [part, whole] = from.ratio.map((fact) => facts[fact]);
    if (typeof part !== 'number' || typeof whole !== 'number') continue;
    const share = part / whole;
    if (share > 1 && Number(facts[name]) <= 1) return null;
    if (Number.isFinite(share)) follows[name] = share;
  }
  return follows;
}

function definitionOf(fact: string, catalogue: FactCatalogue): FactDefinition | undefined {
  return Object.hasOwn(catalogue, fact) ? catalogue[fact] : undefined;
}

/** Which way a number can go. */
function directionOf(source: FactSource): 'up' | 'down' | 'both' {
  if ('ratio' in source) return 'both';
  if ('profile' in source) return directionOfMeasure(source.measure);
  const { measure, within } = source.events;
  if (measure === 'daysSinceLast' || measure === 'daysSinceFirst') return 'up';
  if (within !== undefined || measure === 'mean') return 'both';
  return measure === 'min' ? 'down' : 'up';
}

function directionOfMeasure(measure: string | undefined): 'up' | 'down' | 'both' {
  if (measure === undefined) return 'both';
  return /since/i.test(measure) ? 'up' : 'down';
}

function isCount(source: FactSource): boolean {
  return 'events' in source && ['count', 'sum', 'distinct', 'max', 'min'].includes(source.events.measure);
}

function isWhole({ from }: FactDefinition): boolean {
  if ('ratio' in from) return false;
  const { measure } = 'events' in from ? from.events : from;
  return measure !== undefined && /^(count|distinct|days|years)/.test(measure);
}
