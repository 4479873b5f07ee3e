import { type Problem } from '#sdk';
import { conditionParts } from '../../index.js';
import { factTypes } from '../language/fact-types.js';
import { parseOperator } from '../language/operators.js';
import { type Fields } from '../language/shape.js';
import { type ConditionOptions } from '../language/types.js';

/**
 * Warnings about a valid condition: it compiles, but hardly means what was meant. An empty `all` or `any` (both hold for
 * everybody); `doesNotContain`, which is false where the list is not known. Each carries its JSON pointer.
 */
export function lintCondition(condition: unknown, options: ConditionOptions = {}): Problem[] {
  return [...conditionParts(condition, options.pointer ?? '')].flatMap(({ node, pointer }) => [
    ...emptyGroup(node, pointer),
    ...unknownList(node, pointer, options),
  ]);
}

function emptyGroup(node: Fields, pointer: string): readonly Problem[] {
  const group = (['all', 'any'] as const).find((key) => Array.isArray(node[key]) && node[key].length === 0);
  if (group === undefined) return [];
  const message = `An empty "${group}" holds for everybody`;
  return [{ pointer: `${pointer}/${group}`, message, expected: 'at least one condition' }];
}

/** What is not known includes nothing, and does not not include anything either. */
function unknownList(
  { fact, operator: written, path }: Fields,
  pointer: string,
  options: ConditionOptions,
): readonly Problem[] {
  if (typeof fact !== 'string' || typeof written !== 'string') return [];
  if (factTypes(options)({ fact, path }) !== 'list') return [];
  const operator = parseOperator(written, options.operators);
  if ('unknown' in operator || operator.builtIn !== 'doesNotContain' || operator.decorators.length > 0) return [];
  const message = `"doesNotContain" is false where "${fact}" is not known, other than "notIn"`;
  return [{ pointer: `${pointer}/operator`, message, expected: 'not:contains, which then holds' }];
}
