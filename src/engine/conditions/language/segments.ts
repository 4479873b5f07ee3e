import { type Condition, conditionReferences, partsOf } from '../../index.js';
import { type SegmentSource } from './types.js';

/** A segment by its id: what it is called and its condition, not yet validated. */
export interface NamedCondition {
  readonly id: string;
  readonly title: string;
  readonly condition: Condition;
}
export type SegmentMap = ReadonlyMap<string, NamedCondition>;

/** The maps of lists that were seen before: a release has one list, and thousands of conditions that refer to it. */
const maps = new WeakMap<readonly NamedCondition[], SegmentMap>();

/** Segments by id; of two with the same id the last one counts. */
export function segmentMap(source: SegmentSource = []): SegmentMap {
  if (!isDocumentList(source)) {
    return byId(Object.entries(source).map(([id, condition]) => ({ id, title: id, condition })));
  }
  const known = maps.get(source);
  if (known !== undefined && Object.isFrozen(source)) return known;
  const map = byId(source);
  maps.set(source, map);
  return map;
}

function byId(named: readonly NamedCondition[]): SegmentMap {
  return new Map(named.map((segment) => [segment.id, segment]));
}

/** How large a condition is once every reference is replaced by its segment's condition. */
interface Extent {
  readonly leaves: number;
  readonly depth: number;
}

/** What is wrong with a reference, found by following it. */
export type BrokenReference =
  { readonly kind: 'missing'; readonly id: string } | { readonly kind: 'cyclic'; readonly chain: readonly string[] };

/** The extents of intact segments, by the map that they stand in: measured once for all conditions that refer to them. */
const extents = new WeakMap<SegmentMap, Map<string, Extent>>();

/**
 * Follows references, each segment once, in any number and without recursion. Safe on conditions that are not valid: nodes
 * of no known shape count as one leaf, and nothing below `deepest` levels of one document is looked at.
 */
export class ReferenceWalk {
  readonly #intact: Map<string, Extent>;
  readonly #broken = new Map<string, BrokenReference>();

  constructor(
    private readonly segments: SegmentMap,
    private readonly deepest: number,
  ) {
    this.#intact = extents.get(segments) ?? new Map<string, Extent>();
    extents.set(segments, this.#intact);
  }

  /** The extent of a segment, or the first broken reference that it leads to. */
  follow(id: string): Extent | BrokenReference {
    const path: OpenSegment[] = [];
    const enter = (next: string): BrokenReference | undefined => {
      const segment = this.segments.get(next);
      if (segment === undefined) return { kind: 'missing', id: next };
      const start = path.findIndex((open) => open.id === next);
      if (start !== -1) return { kind: 'cyclic', chain: [...path.slice(start).map((open) => open.id), next] };
      const { condition } = segment;
      path.push({ id: next, condition, references: conditionReferences(condition), done: 0 });
      return undefined;
    };
    let broken = this.#known(id) === undefined ? enter(id) : undefined;
    for (let open = path.at(-1); open !== undefined && broken === undefined; open = path.at(-1)) {
      const reference = open.references[open.done++];
      if (reference === undefined) {
        this.#intact.set(open.id, this.#extentOf(open.condition, 1));
        path.pop();
        continue;
      }
      const known = this.#known(reference);
      if (known === undefined) broken = enter(reference);
      else if ('kind' in known) broken = known;
    }
    // The first broken reference breaks everything that leads to it.
    if (broken !== undefined) for (const open of path) this.#broken.set(open.id, broken);
    return broken ?? this.#known(id) ?? { leaves: 1, depth: 1 };
  }

  /** The extent of any value that stands where a condition should. */
  measure(node: unknown): Extent | BrokenReference {
    for (const reference of conditionReferences(node)) {
      const found = this.follow(reference);
      if ('kind' in found) return found;
    }
    return this.#extentOf(node, 1);
  }

  #known(id: string): Extent | BrokenReference | undefined {
    return this.#intact.get(id) ?? this.#broken.get(id);
  }

  /** Of a node whose references are all intact. */
  #extentOf(node: unknown, level: number): Extent {
    const children = partsOf(node);
    if (typeof children === 'string') return this.#intact.get(children) ?? { leaves: 1, depth: 1 };
    if (children.length === 0 || level > this.deepest) return { leaves: 1, depth: 1 };
    let leaves = 0;
    let depth = 0;
    for (const child of children) {
      const extent = this.#extentOf(child, level + 1);
      leaves += extent.leaves;
      depth = Math.max(depth, extent.depth);
    }
    return { leaves, depth: depth + 1 };
  }
}

/** A segment whose references are being followed. */
interface OpenSegment {
  readonly id: string;
  readonly condition: unknown;
  readonly references: readonly string[];
  done: number;
}

/** The segments that a condition reaches, in order of first use. */
export function reachableSegments(condition: unknown, segments: SegmentMap): readonly NamedCondition[] {
  return [...new Set(conditionReferences(condition, segments))].flatMap((id) => segments.get(id) ?? []);
}

function isDocumentList(source: SegmentSource): source is readonly NamedCondition[] {
  return Array.isArray(source);
}
