import { type FactType } from '../../index.js';
import { isParameterised } from './parameters.js';
import { type ConditionOptions } from './types.js';

/** The type of a fact as a condition names it; undefined where nothing is known of it. */
export type FactTypes = (named: { readonly fact: string; readonly path?: unknown }) => FactType | undefined;

/**
 * The types of the catalogue; measures and scores are numbers there. A path into a value may lead anywhere. Without a
 * catalogue only `dates` are known.
 */
export function factTypes({ facts, dates = [] }: ConditionOptions): FactTypes {
  return ({ fact, path }) => {
    if (facts === undefined) return dates.includes(fact) && isWhole(path) ? 'date' : undefined;
    // A date has no parts: its path is refused, or names the whole.
    if (!isWhole(path)) return undefined;
    if (isParameterised(fact)) return 'number';
    return Object.hasOwn(facts, fact) ? facts[fact]?.type : undefined;
  };
}

/** Whether a path names the whole value. */
export function isWhole(path: unknown): boolean {
  return path === undefined || path === '' || path === '$';
}
