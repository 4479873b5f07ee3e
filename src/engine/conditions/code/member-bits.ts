import { type ConditionNode, type LeafNode, leavesOf } from '../language/tree.js';

/**
 * Items that a list is asked for, each with a bit of its own: the list is then walked once, however many leaves ask what
 * it contains.
 */
export type MemberBits = ReadonlyMap<unknown, number>;

/** The bit of every list, whatever it contains. */
export const LIST_BIT = 1;
/** Of 32 bits one is the sign's, and one says that it is a list. */
const MOST_ITEMS = 30;
/** A walk that looks each item up takes as long as so many searches for one. */
const FEWEST_ITEMS = 4;

/** The bits of each slot that several leaves ask for items, by the slot's index. Further items are searched for one by one. */
export function memberBitsOf(roots: readonly ConditionNode[]): ReadonlyMap<number, MemberBits> {
  const asked = new Map<number, Set<unknown>>();
  for (const { slot, expected } of roots.flatMap(leavesOf).filter(asksForItem)) {
    const items = asked.get(slot.index) ?? new Set();
    if (expected.kind === 'constant' && !Number.isNaN(expected.read)) asked.set(slot.index, items.add(expected.read));
  }
  const many = [...asked].filter(([, items]) => items.size >= FEWEST_ITEMS);
  return new Map(many.map(([index, items]) => [index, numbered([...items].slice(0, MOST_ITEMS))]));
}

/** Which of the items a value contains; {@link LIST_BIT} is set where it is a list. */
export function bitsOf(value: unknown, bits: MemberBits): number {
  if (!Array.isArray(value)) return 0;
  let found = LIST_BIT;
  for (let index = 0; index < value.length; index++) found |= bits.get(value[index]) ?? 0;
  return found;
}

function numbered(items: readonly unknown[]): MemberBits {
  return new Map(items.map((item, index) => [item, LIST_BIT << (index + 1)]));
}

function asksForItem({ operator, reading }: LeafNode): boolean {
  const { builtIn, decorators } = operator;
  return reading === 'plain' && decorators.length === 0 && (builtIn === 'contains' || builtIn === 'doesNotContain');
}
