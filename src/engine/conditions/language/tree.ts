import { canonicalJson } from '#strata/kernel';
import {
  type Condition,
  type ConditionOrSegment,
  type ConditionValue,
  type FactValue,
  type LeafCondition,
} from '../../index.js';
import { parseOperator, type CustomOperators, type ParsedOperator } from './operators.js';
import { pathReader, type PathReader } from '../values/paths.js';
import { type FactTypes } from './fact-types.js';
import { type Reading, readConstant, readingOf } from './readings.js';
import { type NamedCondition, type SegmentMap } from './segments.js';
import { isFactValue } from './shape.js';
import { type FactRef } from './types.js';

/** A fact, or the part of it that a path names: read once an evaluation, however many leaves need it. */
export interface Slot {
  readonly index: number;
  readonly ref: FactRef;
  readonly read: PathReader | null;
}

interface NodeBase {
  /** JSON pointer into the document that the node stands in. */
  readonly pointer: string;
  readonly name: string | undefined;
}
export interface GroupNode extends NodeBase {
  readonly kind: 'all' | 'any';
  readonly children: readonly ConditionNode[];
}
interface NotNode extends NodeBase {
  readonly kind: 'not';
  readonly child: ConditionNode;
}
interface SegmentNode extends NodeBase {
  readonly kind: 'segment';
  readonly segment: NamedCondition;
  readonly child: ConditionNode;
}
/** What a leaf compares with: a constant (as it is written, and as the leaf reads it), or another fact. */
export type ExpectedOperand =
  | { readonly kind: 'constant'; readonly value: Exclude<ConditionValue, FactValue>; readonly read: unknown }
  | { readonly kind: 'fact'; readonly slot: Slot; readonly fact: FactValue };
export interface LeafNode extends NodeBase {
  readonly kind: 'leaf';
  readonly leaf: LeafCondition;
  readonly slot: Slot;
  readonly operator: ParsedOperator;
  /** How both sides are read before they are compared. */
  readonly reading: Reading;
  readonly expected: ExpectedOperand;
}

/** A condition, parsed: names resolved, references replaced by what they refer to, facts numbered. Immutable. */
export type ConditionNode = GroupNode | NotNode | SegmentNode | LeafNode;

/** All leaves of a condition, in their order; one of a segment as often as it is referred to. */
export function leavesOf(node: ConditionNode): readonly LeafNode[] {
  if (node.kind === 'leaf') return [node];
  return node.kind === 'not' || node.kind === 'segment' ? leavesOf(node.child) : node.children.flatMap(leavesOf);
}

/** The trees of a set of conditions and the facts that they share. */
export interface ConditionForest {
  readonly roots: readonly ConditionNode[];
  readonly slots: readonly Slot[];
  /** The facts of the slots, each once. */
  readonly facts: readonly FactRef[];
  /** The shop's, in which a date without a time is a day. */
  readonly timeZone: string;
}

interface ForestNames {
  readonly segments: SegmentMap;
  readonly operators: CustomOperators | undefined;
  readonly types: FactTypes;
  readonly timeZone: string;
}

/** Parses conditions that were validated; the only errors left are mistakes of ours. */
export function parseConditions(
  conditions: readonly { readonly condition: ConditionOrSegment; readonly pointer: string }[],
  names: ForestNames,
): ConditionForest {
  const parser = new Parser(names);
  const roots = conditions.map(({ condition, pointer }) => parser.parse(condition, pointer));
  return Object.freeze({
    roots: Object.freeze(roots),
    slots: parser.slots(),
    facts: parser.facts(),
    timeZone: names.timeZone,
  });
}

class Parser {
  readonly #slots = new Map<string, Slot>();
  readonly #refs = new Map<string, FactRef>();

  constructor(private readonly names: ForestNames) {}

  slots(): readonly Slot[] {
    return Object.freeze([...this.#slots.values()]);
  }

  facts(): readonly FactRef[] {
    return Object.freeze([...this.#refs.values()]);
  }

  parse(condition: ConditionOrSegment, pointer: string): ConditionNode {
    return Object.freeze(this.#node(condition, pointer));
  }

  #node(condition: ConditionOrSegment, pointer: string): ConditionNode {
    if (typeof condition === 'string') return this.#segment(condition, pointer, undefined);
    const { name } = condition;
    if ('condition' in condition) return this.#segment(condition.condition, pointer, name);
    if ('not' in condition) return { kind: 'not', pointer, name, child: this.parse(condition.not, `${pointer}/not`) };
    if ('all' in condition)
      return { kind: 'all', pointer, name, children: this.#parts(condition.all, `${pointer}/all`) };
    if ('any' in condition)
      return { kind: 'any', pointer, name, children: this.#parts(condition.any, `${pointer}/any`) };
    return this.#leaf(condition, pointer);
  }

  #parts(conditions: readonly Condition[], pointer: string): readonly ConditionNode[] {
    return Object.freeze(conditions.map((condition, index) => this.parse(condition, `${pointer}/${index}`)));
  }

  #segment(id: string, pointer: string, name: string | undefined): SegmentNode {
    const segment = this.names.segments.get(id);
    if (segment === undefined) throw new Error(`The segment "${id}" was not validated`);
    return { kind: 'segment', pointer, name, segment, child: this.parse(segment.condition, '/condition') };
  }

  #leaf(written: LeafCondition, pointer: string): LeafNode {
    // A copy: nobody who holds the document can change it under the compiled code.
    const leaf = Object.freeze(structuredClone(written));
    const operator = parseOperator(leaf.operator, this.names.operators);
    if ('unknown' in operator) throw new Error(`The operator "${leaf.operator}" was not validated`);
    const slot = this.#slot(leaf, 'fact');
    const reading = readingOf(operator, leaf, this.names.types);
    const expected = Object.freeze(this.#expected(leaf.value, reading));
    return { kind: 'leaf', pointer, name: leaf.name, leaf, slot, operator, reading, expected };
  }

  #expected(value: ConditionValue, reading: Reading): ExpectedOperand {
    if (isFactValue(value)) return { kind: 'fact', slot: this.#slot(value, 'value'), fact: value };
    const read = readConstant(value, reading, this.names.timeZone);
    return { kind: 'constant', value: isList(value) ? Object.freeze(value) : value, read };
  }

  #slot({ fact, params, path = '' }: FactValue, side: 'fact' | 'value'): Slot {
    const ref = this.#ref(fact, params);
    // A searching path gives a new list on either side of a comparison, so that a list never equals itself.
    const key = JSON.stringify([ref.key, ref.params === undefined, path, path === '' ? '' : side]);
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot = Object.freeze({ index: this.#slots.size, ref, read: path === '' ? null : pathReader(path) });
    this.#slots.set(key, slot);
    return slot;
  }

  #ref(fact: string, params: FactValue['params']): FactRef {
    const isPlain = params === undefined || Object.keys(params).length === 0;
    const canonical = isPlain ? '' : canonicalJson(params);
    const mapKey = JSON.stringify([fact, canonical]);
    const known = this.#refs.get(mapKey);
    if (known !== undefined) return known;
    const ref: FactRef = Object.freeze(isPlain ? { key: fact, fact } : { key: `${fact}${canonical}`, fact, params });
    this.#refs.set(mapKey, ref);
    return ref;
  }
}

function isList(value: ConditionValue): value is readonly (string | number | boolean | null)[] {
  return Array.isArray(value);
}
