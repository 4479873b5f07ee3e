import { type Problem } from '#sdk';
import { factTypes } from '../language/fact-types.js';
import { parseOperator } from '../language/operators.js';
import { isFields, type Fields } from '../language/shape.js';
import { DEEPEST } from './validate.js';
import { type ConditionOptions } from '../language/types.js';

/**
 * Warnings about a valid condition: it compiles, but hardly means what was meant. An empty `all` or `any` (both hold for
 * everybody); `doesNotContain`, which is false where the list is not known. Each carries its JSON pointer.
 */
export function lintCondition(condition: unknown, options: ConditionOptions = {}): Problem[] {
  const problems: Problem[] = [];
  lintNode(condition, { pointer: options.pointer ?? '', level: 1, options, problems });
  return problems;
}

interface Place {
  readonly pointer: string;
  readonly level: number;
  readonly options: ConditionOptions;
  readonly problems: Problem[];
}

function lintNode(node: unknown, place: Place): void {
  if (!isFields(node) || place.level > DEEPEST) return;
  if (Object.hasOwn(node, 'not')) lintNode(node['not'], below(place, '/not'));
  for (const group of ['all', 'any'] as const) {
    if (Object.hasOwn(node, group)) lintGroup(node[group], group, place);
  }
  if (Object.hasOwn(node, 'fact')) lintLeaf(node, place);
}

function lintGroup(children: unknown, group: 'all' | 'any', place: Place): void {
  if (!Array.isArray(children)) return;
  if (children.length === 0) {
    place.problems.push({
      pointer: `${place.pointer}/${group}`,
      message: `An empty "${group}" holds for everybody`,
      expected: 'at least one condition',
    });
  }
  children.forEach((child, index) => {
    lintNode(child, below(place, `/${group}/${index}`));
  });
}

/** What is not known includes nothing, and does not not include anything either. */
function lintLeaf({ fact, operator: written, path }: Fields, { pointer, options, problems }: Place): void {
  if (typeof fact !== 'string' || typeof written !== 'string') return;
  if (factTypes(options)({ fact, path }) !== 'list') return;
  const operator = parseOperator(written, options.operators);
  if ('unknown' in operator || operator.builtIn !== 'doesNotContain' || operator.decorators.length > 0) return;
  const message = `"doesNotContain" is false where "${fact}" is not known, other than "notIn"`;
  problems.push({ pointer: `${pointer}/operator`, message, expected: 'not:contains, which then holds' });
}

function below(place: Place, part: string): Place {
  return { ...place, pointer: `${place.pointer}${part}`, level: place.level + 1 };
}
