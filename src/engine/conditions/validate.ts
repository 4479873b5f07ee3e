import { nearestName, type Problem } from '../../sdk/index.js';
import { type FactDefinition } from '../documents.js';
import { isParameterised, parameterProblems } from './parameters.js';
import { parseOperator, type ParsedOperator } from './operators.js';
import { operandProblem } from './operands.js';
import { pathProblem } from './paths.js';
import { ReferenceWalk, segmentMap, type SegmentMap } from './segments.js';
import { PARAMETERISED_FACTS, type ValidationOptions } from './types.js';

/** A document may nest this many levels. */
export const DEEPEST = 32;
/** With every reference replaced by its segment's condition. */
const DEEPEST_EXPANDED = 128;
const MOST_LEAVES = 5_000;

/**
 * Everything that keeps a condition (a tree or a segment's id) from being published: syntax, unknown names with the
 * nearest known one, values that an operator cannot take, parameterised facts that the layer forbids, missing and cyclic
 * segments. Each problem carries its JSON pointer. An empty array means that the condition itself is right; the
 * segments that it refers to are checked as documents of their own.
 */
export function validateCondition(condition: unknown, options: ValidationOptions = {}): Problem[] {
  return new ConditionCheck(options).check(condition, options.pointer ?? '');
}

type Fields = Readonly<Record<string, unknown>>;
type NodeKind = 'all' | 'any' | 'not' | 'condition' | 'leaf';

const EXPECTED_NODE = 'an object with one of all, any, not, condition or fact';
const KEYS: Readonly<Record<NodeKind, readonly string[]>> = {
  all: ['all', 'name'],
  any: ['any', 'name'],
  not: ['not', 'name'],
  condition: ['condition', 'name'],
  leaf: ['fact', 'operator', 'value', 'params', 'path', 'name'],
};

class ConditionCheck {
  readonly #problems: Problem[] = [];
  readonly #segments: SegmentMap;
  readonly #walk: ReferenceWalk;

  constructor(private readonly options: ValidationOptions) {
    this.#segments = segmentMap(options.segments);
    this.#walk = new ReferenceWalk(this.#segments, DEEPEST);
  }

  check(condition: unknown, pointer: string): Problem[] {
    if (typeof condition === 'string') this.#reference(condition, pointer);
    else this.#node(condition, pointer, 1);
    if (this.#problems.length === 0) this.#extent(condition, pointer);
    return this.#problems;
  }

  #node(node: unknown, pointer: string, level: number): void {
    if (!isFields(node)) {
      this.#report(pointer, 'A condition must be an object', EXPECTED_NODE);
      return;
    }
    if (level > DEEPEST) {
      this.#report(pointer, 'The condition is nested too deeply', `at most ${DEEPEST} levels`);
      return;
    }
    const kind = this.#kind(node, pointer);
    if (kind === undefined) return;
    this.#keys(node, kind, pointer);
    if (kind === 'leaf') this.#leaf(node, pointer);
    else if (kind === 'condition') this.#reference(node['condition'], `${pointer}/condition`);
    else if (kind === 'not') this.#node(node['not'], `${pointer}/not`, level + 1);
    else this.#group(node[kind], `${pointer}/${kind}`, level);
  }

  #kind(node: Fields, pointer: string): NodeKind | undefined {
    const groups = (['all', 'any', 'not', 'condition'] as const).filter((key) => Object.hasOwn(node, key));
    const [first] = groups;
    if (groups.length > 1) {
      this.#report(pointer, `A condition cannot have ${listOf(groups)} together`, `one of ${listOf(groups)}, nested`);
      return undefined;
    }
    if (first !== undefined) return first;
    if (Object.hasOwn(node, 'fact') || Object.hasOwn(node, 'operator')) return 'leaf';
    const written = Object.keys(node)[0];
    const nearest =
      written === undefined ? undefined : nearestName(written, ['all', 'any', 'not', 'condition', 'fact']);
    this.#report(pointer, 'This is not a condition', EXPECTED_NODE, nearest);
    return undefined;
  }

  #keys(node: Fields, kind: NodeKind, pointer: string): void {
    for (const key of Object.keys(node)) {
      if (KEYS[kind].includes(key)) continue;
      const message =
        key === 'priority' ? 'Conditions have no priority: every part is always evaluated' : `Unknown key "${key}"`;
      this.#report(`${pointer}/${escaped(key)}`, message, listOf(KEYS[kind]), nearestName(key, KEYS[kind]));
    }
    if (Object.hasOwn(node, 'name') && typeof node['name'] !== 'string') {
      this.#report(`${pointer}/name`, 'The name must be text', 'a string');
    }
  }

  #group(children: unknown, pointer: string, level: number): void {
    if (!Array.isArray(children)) {
      this.#report(pointer, 'The parts of a group must be a list', 'an array of conditions');
      return;
    }
    children.forEach((child, index) => {
      this.#node(child, `${pointer}/${index}`, level + 1);
    });
  }

  #reference(id: unknown, pointer: string): void {
    if (typeof id !== 'string') {
      this.#report(pointer, 'A reference must name a segment', "a segment's id");
      return;
    }
    if (!this.#segments.has(id)) {
      const nearest = nearestName(id, this.#segments.keys());
      this.#report(pointer, `There is no segment "${id}"`, "a segment's id", nearest);
      return;
    }
    const found = this.#walk.follow(id);
    if (!('kind' in found)) return;
    if (found.kind === 'missing') {
      const nearest = nearestName(found.id, this.#segments.keys());
      this.#report(pointer, `The segment "${id}" needs "${found.id}", which does not exist`, "a segment's id", nearest);
      return;
    }
    this.#report(pointer, `The segments refer to each other in a circle: ${found.chain.join(' → ')}`, 'no circle');
  }

  #leaf(leaf: Fields, pointer: string): void {
    const definition = this.#fact(leaf, pointer);
    const operator = this.#operator(leaf['operator'], `${pointer}/operator`);
    if (!Object.hasOwn(leaf, 'value')) {
      this.#report(pointer, 'The condition has no value', 'a value to compare with');
      return;
    }
    const value = leaf['value'];
    const other = isFields(value) ? value : undefined;
    if (other !== undefined && !this.#factValue(other, `${pointer}/value`)) return;
    if (operator === undefined) return;
    const problem = operandProblem(operator, {
      fact: definition?.type,
      value: other === undefined ? { constant: value } : { fact: this.#definition(other)?.type },
    });
    if (problem !== undefined) this.#report(`${pointer}/${problem.at}`, problem.message, problem.expected);
  }

  #factValue(value: Fields, pointer: string): boolean {
    if (!Object.hasOwn(value, 'fact')) {
      this.#report(pointer, 'A value cannot be an object', 'text, a number, true, false, null, a list or {"fact": …}');
      return false;
    }
    const known = ['fact', 'params', 'path'];
    for (const key of Object.keys(value).filter((each) => !known.includes(each))) {
      this.#report(`${pointer}/${escaped(key)}`, `Unknown key "${key}"`, listOf(known), nearestName(key, known));
    }
    this.#fact(value, pointer);
    return true;
  }

  /** Checks a fact with its parameters and path; gives its definition where the value keeps the catalogue's type. */
  #fact(fields: Fields, pointer: string): FactDefinition | undefined {
    const { fact, params, path } = fields;
    if (typeof fact !== 'string' || fact === '') {
      this.#report(`${pointer}/fact`, 'The condition names no fact', 'the name of a fact');
      return undefined;
    }
    this.#factName(fact, `${pointer}/fact`);
    if (params !== undefined || (this.options.facts !== undefined && isParameterised(fact))) {
      this.#parameters(fact, params, `${pointer}/params`);
    }
    if (path !== undefined) this.#path(path, `${pointer}/path`);
    return this.#definition(fields);
  }

  #definition({ fact, path }: Fields): FactDefinition | undefined {
    const { facts } = this.options;
    if (facts === undefined || typeof fact !== 'string' || !Object.hasOwn(facts, fact)) return undefined;
    return path === undefined || path === '' ? facts[fact] : undefined;
  }

  #factName(fact: string, pointer: string): void {
    const { facts, allow = PARAMETERISED_FACTS } = this.options;
    if (isParameterised(fact)) {
      if (allow.includes(fact) || (facts === undefined && this.options.allow === undefined)) return;
      const layer = fact === 'events' ? 'a trigger or predictive condition' : 'a predictive condition';
      this.#report(pointer, `The fact "${fact}" is not allowed here`, `"${fact}" only in ${layer}`);
      return;
    }
    if (facts === undefined || Object.hasOwn(facts, fact)) return;
    const nearest = nearestName(fact, [...Object.keys(facts), ...allow]);
    this.#report(pointer, `There is no fact "${fact}"`, 'a fact of the catalogue', nearest);
  }

  #parameters(fact: string, params: unknown, pointer: string): void {
    if (params !== undefined && !isFields(params)) {
      this.#report(pointer, 'The parameters must be an object', 'an object');
      return;
    }
    // Without a catalogue the names are unchecked, and so is what they take.
    if (this.options.facts === undefined) return;
    if (!isParameterised(fact)) {
      if (Object.keys(params ?? {}).length > 0) {
        this.#report(pointer, `The fact "${fact}" takes no parameters`, 'no params');
      }
      return;
    }
    for (const problem of parameterProblems(fact, params ?? {}, this.options.models)) {
      this.#problems.push({ ...problem, pointer: `${pointer}${problem.pointer}` });
    }
  }

  #path(path: unknown, pointer: string): void {
    if (typeof path !== 'string') {
      this.#report(pointer, 'The path must be text', 'a JSONPath');
      return;
    }
    const problem = pathProblem(path);
    if (problem !== undefined) this.#report(pointer, problem, 'a JSONPath such as $.address.city');
  }

  #operator(written: unknown, pointer: string): ParsedOperator | undefined {
    if (typeof written !== 'string') {
      this.#report(pointer, 'The condition names no operator', 'the name of an operator');
      return undefined;
    }
    const operator = parseOperator(written, this.options.operators);
    if (!('unknown' in operator)) return operator;
    const isDecorated = written.includes(':');
    this.#report(
      pointer,
      `There is no operator "${operator.unknown}"`,
      isDecorated ? 'a known operator with known decorators in front' : 'a known operator',
      operator.nearest,
    );
    return undefined;
  }

  #extent(condition: unknown, pointer: string): void {
    const extent = this.#walk.measure(condition);
    if ('kind' in extent) return;
    if (extent.leaves > MOST_LEAVES) {
      const message = `The condition has ${extent.leaves} parts, with those of its segments`;
      this.#report(pointer, message, `at most ${MOST_LEAVES} parts`);
    }
    if (extent.depth > DEEPEST_EXPANDED) {
      const message = `The condition is ${extent.depth} levels deep, with those of its segments`;
      this.#report(pointer, message, `at most ${DEEPEST_EXPANDED} levels`);
    }
  }

  #report(pointer: string, message: string, expected: string, nearest?: string): void {
    this.#problems.push({ message, pointer, expected, ...(nearest === undefined ? {} : { nearest }) });
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A key as part of a JSON pointer (RFC 6901). */
export function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
