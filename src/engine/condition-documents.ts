/** A leaf's `value`: a constant, or another fact to compare with. */
export type ConditionValue =
  string | number | boolean | null | readonly (string | number | boolean | null)[] | FactValue;
export interface FactValue {
  readonly fact: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly path?: string;
}

/** The operators that a leaf may have below its decorators: those of json-rules-engine, and those that it lacks. */
export type OperatorName =
  | 'equal'
  | 'notEqual'
  | 'in'
  | 'notIn'
  | 'contains'
  | 'doesNotContain'
  | 'lessThan'
  | 'lessThanInclusive'
  | 'greaterThan'
  | 'greaterThanInclusive'
  | 'exists'
  | 'startsWith'
  | 'endsWith'
  | 'includesText'
  | 'matches'
  | 'versionEqual'
  | 'versionLessThan'
  | 'versionLessThanInclusive'
  | 'versionGreaterThan'
  | 'versionGreaterThanInclusive';

/** A condition in json-rules-engine's format. */
export type Condition = AllCondition | AnyCondition | NotCondition | ReferenceCondition | LeafCondition;
interface Named {
  readonly name?: string;
}
interface AllCondition extends Named {
  readonly all: readonly Condition[];
}
interface AnyCondition extends Named {
  readonly any: readonly Condition[];
}
interface NotCondition extends Named {
  readonly not: Condition;
}
/** A reference to a segment by its id. */
interface ReferenceCondition extends Named {
  readonly condition: string;
}
export interface LeafCondition extends Named {
  readonly fact: string;
  /** An operator, with decorators in front: `everyFact:greaterThan`. */
  readonly operator: string;
  readonly value: ConditionValue;
  readonly params?: Readonly<Record<string, unknown>>;
  /** A JSONPath into the fact's value. */
  readonly path?: string;
}

/** Wherever a document takes a condition it takes a tree or a segment's id. */
export type ConditionOrSegment = Condition | string;

/** A part of a condition as it was written, valid or not. */
export interface ConditionPart {
  readonly node: Readonly<Record<string, unknown>>;
  /** JSON pointer in the document that is walked; below a reference, that of the reference. */
  readonly pointer: string;
}

/** A leaf of a condition and where it stands. */
export interface PlacedLeaf {
  readonly leaf: LeafCondition;
  /** As of a {@link ConditionPart}. */
  readonly pointer: string;
}

/** Segments by their id. */
type SegmentConditions = ReadonlyMap<string, { readonly condition: unknown }>;
const NO_SEGMENTS: SegmentConditions = new Map();

/**
 * The parts of a condition, or of a segment's id, each before the parts that it holds; with `segments` also those of the
 * segments it refers to, each segment once. What is no condition is passed over, so that documents with problems can be
 * walked too.
 */
export function* conditionParts(
  condition: unknown,
  pointer = '',
  segments: SegmentConditions = NO_SEGMENTS,
): Generator<ConditionPart> {
  const entered = new Set<string>();
  const open = [{ node: condition, pointer, isReferred: false }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { node, isReferred, pointer: at } = part;
    if (isObject(node)) yield { node, pointer: at };
    const below = (step: string): string => (isReferred ? at : at + step);
    const reference = referenceOf(node);
    if (reference === undefined) {
      // Not push(...): a list of 100,000 parts would not fit on the stack.
      for (const [step, child] of childrenOf(node).toReversed())
        open.push({ node: child, pointer: below(step), isReferred });
      continue;
    }
    const segment = segments.get(reference);
    if (segment === undefined || entered.has(reference)) continue;
    entered.add(reference);
    open.push({ node: segment.condition, pointer: below(isObject(node) ? '/condition' : ''), isReferred: true });
  }
}

/** The leaves among the {@link conditionParts}. */
export function conditionLeaves(
  condition: unknown,
  pointer: string,
  segments: SegmentConditions = NO_SEGMENTS,
): readonly PlacedLeaf[] {
  return [...conditionParts(condition, pointer, segments)].flatMap(({ node, pointer: at }) =>
    typeof node['fact'] === 'string' ? [{ leaf: node as unknown as LeafCondition, pointer: at }] : [],
  );
}

/** The ids of the segments that the {@link conditionParts} refer to, in order, as often as they do. */
export function conditionReferences(condition: unknown, segments: SegmentConditions = NO_SEGMENTS): readonly string[] {
  if (typeof condition === 'string') {
    return [condition, ...conditionReferences(segments.get(condition)?.condition, segments)];
  }
  return [...conditionParts(condition, '', segments)].flatMap(({ node }) => referenceOf(node) ?? []);
}

/** The names of the facts that a leaf reads: its own, and the one it is compared with. */
export function leafFacts({ fact, value }: LeafCondition): readonly string[] {
  return typeof value === 'object' && value !== null && 'fact' in value ? [fact, value.fact] : [fact];
}

/** The names of the facts that a condition reads itself: references are not followed. */
export function factsNamedIn(condition: unknown): readonly string[] {
  return [...new Set(conditionLeaves(condition, '').flatMap(({ leaf }) => leafFacts(leaf)))];
}

/** A node's parts, or the id of the segment that it refers to. What is no condition has none. */
export function partsOf(node: unknown): readonly unknown[] | string {
  return referenceOf(node) ?? childrenOf(node).map(([, child]) => child);
}

/** The id of the segment that stands in the place of a part. */
function referenceOf(node: unknown): string | undefined {
  if (typeof node === 'string') return node;
  const id = isObject(node) ? node['condition'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** The parts of a group or a negation with the step to each. */
function childrenOf(node: unknown): readonly (readonly [step: string, child: unknown])[] {
  if (!isObject(node)) return [];
  const group = (['all', 'any'] as const).find((key) => Array.isArray(node[key]));
  if (group === undefined) return node['not'] === undefined ? [] : [['/not', node['not']]];
  const children = node[group] as readonly unknown[];
  return children.map((child, index) => [`/${group}/${index}`, child] as const);
}

function isObject(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
