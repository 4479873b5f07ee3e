import { type Problem } from '../../sdk/index.js';
import { type FactDefinition, type FactType } from '../documents.js';
import { isComparison, parseOperator } from './operators.js';
import { isFields, type Fields } from './shape.js';
import { DEEPEST } from './validate.js';
import { type ConditionOptions } from './types.js';

/**
 * Warnings about a valid condition: it compiles, but hardly means what was meant. An empty `all` or `any` (both hold for
 * everybody); an operator or a value that does not fit the fact's type in the catalogue. Each carries its JSON pointer.
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

function lintLeaf(leaf: Fields, { pointer, options, problems }: Place): void {
  const { fact, operator: written, value } = leaf;
  const definition = definitionOf(leaf, options);
  if (definition === undefined || typeof fact !== 'string' || typeof written !== 'string') return;
  const operator = parseOperator(written, options.operators);
  // Decorators change what is compared with what.
  if ('unknown' in operator || operator.builtIn === null || operator.decorators.some((each) => each !== 'not')) return;
  const { type } = definition;
  if (isComparison(operator.builtIn) && !isOrdered(type, value)) {
    const message = `"${operator.builtIn}" does not fit "${fact}", which is a ${type}`;
    problems.push({ pointer: `${pointer}/operator`, message, expected: fitting(type) });
    return;
  }
  const misfit = constantsOf(value, operator.builtIn, options).find(
    (each) => !fits(each, type, operator.builtIn ?? ''),
  );
  if (misfit === undefined) return;
  const message = `"${fact}" is a ${type} and never equals ${JSON.stringify(misfit)}`;
  problems.push({ pointer: `${pointer}/value`, message, expected: `a ${type}` });
}

/** Text is compared by its characters, which is meant only where the value is text too. */
function isOrdered(type: FactType, value: unknown): boolean {
  if (type === 'number') return typeof value !== 'string' || !Number.isNaN(Number(value));
  if (type === 'date') return typeof value !== 'number';
  return type === 'string' && typeof value !== 'number';
}

function fitting(type: FactType): string {
  if (type === 'number') return 'a number to compare with';
  if (type === 'date') return 'an ISO-8601 date to compare with';
  if (type === 'list') return 'contains or doesNotContain';
  return 'equal, notEqual, in or notIn';
}

function constantsOf(value: unknown, operator: string, options: ConditionOptions): readonly unknown[] {
  if (isFields(value)) return typesOfOther(value, options);
  if (isComparison(operator)) return [];
  return Array.isArray(value) ? value : [value];
}

/** A constant of the other fact's type stands for the other fact. */
function typesOfOther(value: Fields, options: ConditionOptions): readonly unknown[] {
  const samples = { number: 0, string: '', boolean: true } as const;
  const type = definitionOf(value, options)?.type;
  return type === 'number' || type === 'boolean' || type === 'string' ? [samples[type]] : [];
}

function fits(value: unknown, type: FactType, operator: string): boolean {
  if (value === null || operator === 'contains' || operator === 'doesNotContain') return true;
  if (type === 'number' || type === 'boolean') return typeof value === type;
  return type === 'list' ? false : typeof value === 'string';
}

function definitionOf({ fact, path }: Fields, { facts }: ConditionOptions): FactDefinition | undefined {
  if (facts === undefined || typeof fact !== 'string' || !Object.hasOwn(facts, fact)) return undefined;
  return path === undefined || path === '' ? facts[fact] : undefined;
}

function below(place: Place, part: string): Place {
  return { ...place, pointer: `${place.pointer}${part}`, level: place.level + 1 };
}
