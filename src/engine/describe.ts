import { type Choice } from './choose.js';
import { type Decision, type Detail } from './decision.js';

/**
 * The decision in its published shape, with the words rendered.
 * `none`: no reasons. `summary`: the reasons of the strategy that is reported, and what stopped each of the others.
 * `full`: the reasons of all strategies, and the nearest change.
 */
export function describe(choice: Choice, detail: Detail): Decision {
  throw new Error(`not yet ${choice.outcome} ${detail}`);
}
