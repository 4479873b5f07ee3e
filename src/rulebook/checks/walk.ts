import { type ConditionOrSegment, type LeafCondition, type Segment } from '#strata/engine';

/** A leaf of a condition and where it stands. */
export interface PlacedLeaf {
  readonly leaf: LeafCondition;
  /** JSON pointer in the document that was walked; below a reference it is the pointer of the reference. */
  readonly pointer: string;
}

/**
 * All leaves of a condition; with `segments` also those of the segments it refers to. What is no condition is passed
 * over, so that documents with problems can be walked too.
 */
export function leavesOf(
  condition: ConditionOrSegment,
  pointer: string,
  segments: ReadonlyMap<string, Segment> = NO_SEGMENTS,
): readonly PlacedLeaf[] {
  return new LeafWalk(segments).leaves(condition, pointer);
}

const NO_SEGMENTS: ReadonlyMap<string, Segment> = new Map();

class LeafWalk {
  readonly #leaves: PlacedLeaf[] = [];
  readonly #entered = new Set<string>();

  constructor(private readonly segments: ReadonlyMap<string, Segment>) {}

  leaves(condition: unknown, pointer: string): readonly PlacedLeaf[] {
    this.#part(condition, (below) => `${pointer}${below}`, '');
    return this.#leaves;
  }

  /** @param place turns a pointer inside the part's document into one of the document that was walked */
  #part(part: unknown, place: (pointer: string) => string, pointer: string): void {
    if (typeof part === 'string') {
      this.#segment(part, place(pointer));
      return;
    }
    if (typeof part !== 'object' || part === null) return;
    const { all, any, not, condition, fact } = part as Readonly<Record<string, unknown>>;
    if (Array.isArray(all))
      all.forEach((each, index) => {
        this.#part(each, place, `${pointer}/all/${index}`);
      });
    else if (Array.isArray(any))
      any.forEach((each, index) => {
        this.#part(each, place, `${pointer}/any/${index}`);
      });
    else if (not !== undefined) this.#part(not, place, `${pointer}/not`);
    else if (typeof condition === 'string') this.#segment(condition, place(`${pointer}/condition`));
    else if (typeof fact === 'string') this.#leaves.push({ leaf: part as LeafCondition, pointer: place(pointer) });
  }

  #segment(id: string, pointer: string): void {
    const segment = this.segments.get(id);
    if (segment === undefined || this.#entered.has(id)) return;
    this.#entered.add(id);
    this.#part(segment.condition, () => pointer, '');
  }
}

/** The names of the facts that a leaf reads: its own, and the one it is compared with. */
export function factsOf({ fact, value }: LeafCondition): readonly string[] {
  return typeof value === 'object' && value !== null && 'fact' in value ? [fact, value.fact] : [fact];
}
