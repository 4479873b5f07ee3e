import { type Condition } from '../documents.js';
import { type SegmentSource } from './types.js';

/** A segment by its id: what it is called and its condition, not yet validated. */
export interface NamedCondition {
  readonly id: string;
  readonly title: string;
  readonly condition: Condition;
}
export type SegmentMap = ReadonlyMap<string, NamedCondition>;

/** Segments by id; of two with the same id the last one counts. */
export function segmentMap(source: SegmentSource = []): SegmentMap {
  const named: readonly NamedCondition[] = isDocumentList(source)
    ? source
    : Object.entries(source).map(([id, condition]) => ({ id, title: id, condition }));
  return new Map(named.map((segment) => [segment.id, segment]));
}

/** How large a condition is once every reference is replaced by its segment's condition. */
interface Extent {
  readonly leaves: number;
  readonly depth: number;
}

/** What is wrong with a reference, found by following it. */
type BrokenReference =
  { readonly kind: 'missing'; readonly id: string } | { readonly kind: 'cyclic'; readonly chain: readonly string[] };

/**
 * Follows references, each segment once. Safe on conditions that are not valid: nodes of no known shape count as one
 * leaf, and nothing below `deepest` levels of one document is looked at.
 */
export class ReferenceWalk {
  readonly #extents = new Map<string, Extent | BrokenReference>();
  readonly #chain: string[] = [];

  constructor(
    private readonly segments: SegmentMap,
    private readonly deepest: number,
  ) {}

  /** The extent of a segment, or the first broken reference that it leads to. */
  follow(id: string): Extent | BrokenReference {
    const known = this.#extents.get(id);
    if (known !== undefined) return known;
    const segment = this.segments.get(id);
    if (segment === undefined) return { kind: 'missing', id };
    if (this.#chain.includes(id)) return { kind: 'cyclic', chain: [...this.#chain.slice(this.#chain.indexOf(id)), id] };
    this.#chain.push(id);
    const extent = this.measure(segment.condition);
    this.#chain.pop();
    this.#extents.set(id, extent);
    return extent;
  }

  /** The extent of any value that stands where a condition should. */
  measure(node: unknown, level = 1): Extent | BrokenReference {
    const children = childrenOf(node);
    if (typeof children === 'string') return this.follow(children);
    if (children.length === 0 || level > this.deepest) return { leaves: 1, depth: 1 };
    let leaves = 0;
    let depth = 0;
    for (const child of children) {
      const extent = this.measure(child, level + 1);
      if ('kind' in extent) return extent;
      leaves += extent.leaves;
      depth = Math.max(depth, extent.depth);
    }
    return { leaves, depth: depth + 1 };
  }
}

/** The ids of all segments that a condition reaches, in order of first use. */
export function reachableSegments(condition: unknown, segments: SegmentMap): NamedCondition[] {
  const reached = new Map<string, NamedCondition>();
  const open: unknown[] = [condition];
  while (open.length > 0) {
    const children = childrenOf(open.pop());
    if (typeof children !== 'string') {
      // Not push(...children): a list of 100,000 parts would not fit on the stack.
      for (let i = children.length - 1; i >= 0; i--) open.push(children[i]);
      continue;
    }
    const segment = segments.get(children);
    if (segment === undefined || reached.has(children)) continue;
    reached.set(children, segment);
    open.push(segment.condition);
  }
  return [...reached.values()];
}

/** A node's parts, or the id of the segment that it refers to. */
function childrenOf(node: unknown): readonly unknown[] | string {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null) return [];
  const { all, any, not, condition } = ownParts(node);
  if (typeof condition === 'string') return condition;
  if (Array.isArray(all)) return all as readonly unknown[];
  if (Array.isArray(any)) return any as readonly unknown[];
  return not === undefined ? [] : [not];
}

function ownParts(node: object): Readonly<Record<'all' | 'any' | 'not' | 'condition', unknown>> {
  const own = (key: string): unknown =>
    Object.hasOwn(node, key) ? (node as Readonly<Record<string, unknown>>)[key] : undefined;
  return { all: own('all'), any: own('any'), not: own('not'), condition: own('condition') };
}

function isDocumentList(source: SegmentSource): source is readonly NamedCondition[] {
  return Array.isArray(source);
}
