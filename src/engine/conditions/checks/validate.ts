import { jsonPointer } from '#strata/kernel';
import { adviceFor, nearestName, type Problem } from '#sdk';
import { operatorMeant } from '../language/operators.js';
import { leafProblems } from './validate-leaf.js';
import { type BrokenReference, ReferenceWalk, segmentMap, type SegmentMap } from '../language/segments.js';
import { isFields, listOf, type Fields } from '../language/shape.js';
import { type ValidationOptions } from '../language/types.js';

/** A document may nest this many levels. */
const DEEPEST = 32;
/** With every reference replaced by its segment's condition. */
const DEEPEST_EXPANDED = 128;
const MOST_LEAVES = 5_000;
/** Each takes up to some milliseconds to compile. */
const MOST_EXPRESSIONS = 50;
/** After so many problems of one condition the others are not looked for: whoever mends these sees them next. */
const MOST_PROBLEMS = 100;

/**
 * Everything that keeps a condition (a tree or a segment's id) from being published: syntax, unknown names with the
 * nearest known one, values that an operator cannot take, parameterised facts that the layer forbids, missing and cyclic
 * segments. Each problem carries its JSON pointer. An empty array means that the condition itself is right; the
 * segments that it refers to are checked as documents of their own.
 */
export function validateCondition(condition: unknown, options: ValidationOptions = {}): Problem[] {
  return new ConditionCheck(options).check(condition, options.pointer ?? '');
}

type NodeKind = 'all' | 'any' | 'not' | 'condition' | 'leaf';

/** The keys with which a condition may begin. */
const STARTS = ['all', 'any', 'not', 'condition', 'fact'];
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
  #expressions = 0;
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
    if (this.#problems.length >= MOST_PROBLEMS) return;
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

  #leaf(leaf: Fields, pointer: string): void {
    const { operator, value } = leaf;
    const isMatch = typeof operator === 'string' && /(^|:)matches$/.test(operator);
    if (isMatch) this.#expressions += Array.isArray(value) ? value.length : 1;
    if (!isMatch || this.#expressions <= MOST_EXPRESSIONS) {
      this.#problems.push(...leafProblems(leaf, this.options, pointer));
      return;
    }
    const expected = `at most ${MOST_EXPRESSIONS}; "a|b" is one`;
    this.#report(`${pointer}/value`, 'The condition has too many expressions', expected);
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
    const nearest = written === undefined ? undefined : nearestName(written, STARTS);
    const expected = nearest === undefined ? this.#meantNode(written) : EXPECTED_NODE;
    this.#report(pointer, 'This is not a condition', expected, nearest);
    return undefined;
  }

  /** How the language says what another one begins with this key: a word of logic, a fact or an operator. */
  #meantNode(key: string | undefined): string {
    if (key === undefined) return EXPECTED_NODE;
    const operator = operatorMeant(key);
    if (operator !== undefined) return `{"fact": …, "operator": "${operator}", "value": …}`;
    if (Object.hasOwn(this.options.facts ?? {}, key)) return `{"fact": "${key}", "operator": …, "value": …}`;
    return adviceFor(key, STARTS) ?? EXPECTED_NODE;
  }

  #keys(node: Fields, kind: NodeKind, pointer: string): void {
    for (const key of Object.keys(node)) {
      if (KEYS[kind].includes(key)) continue;
      const message =
        key === 'priority' ? 'Conditions have no priority: every part is always evaluated' : `Unknown key "${key}"`;
      this.#report(pointer + jsonPointer([key]), message, listOf(KEYS[kind]), nearestName(key, KEYS[kind]));
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
    if (!('kind' in found) || this.#isReportedElsewhere(found)) return;
    if (found.kind === 'missing') {
      const nearest = nearestName(found.id, this.#segments.keys());
      this.#report(pointer, `The segment "${id}" needs "${found.id}", which does not exist`, "a segment's id", nearest);
      return;
    }
    this.#report(pointer, `The segments refer to each other in a circle: ${found.chain.join(' → ')}`, 'no circle');
  }

  /** What is wrong inside of other segments is reported there, where all documents are checked together. */
  #isReportedElsewhere(found: BrokenReference): boolean {
    const { document } = this.options;
    if (document === undefined) return false;
    return found.kind === 'missing' || document.segment === null || !found.chain.includes(document.segment);
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
