import {
  type Condition,
  conditionParts,
  type ConditionOrSegment,
  type FactCatalogue,
  type LeafCondition,
  type Segment,
} from '#strata/engine';
import { sequentialLeaves } from '#strata/engine/conditions';
import { dayRange, isDateOnly, parseMoment } from '#strata/kernel';
import { type Problem } from '#sdk';

/** What contradictions are looked for with. */
interface Names {
  readonly facts: FactCatalogue | undefined;
  readonly segments: readonly Segment[];
  readonly timeZone: string;
}

/**
 * Conditions that hold for nobody, or for everybody: parts of an `all` that exclude each other (ranges that do not overlap,
 * different values, also through segments), a list without values, parts of an `any` that leave nothing out. Only plain
 * comparisons with constants are looked at; nothing that might be meant is reported.
 */
export function contradictions(condition: ConditionOrSegment, pointer: string, names: Names): readonly Problem[] {
  return [...conditionParts(condition, pointer)].flatMap(({ node, pointer: at }) => [
    ...(Array.isArray(node['all']) ? excluded(node as unknown as Condition, at, names) : []),
    ...(Array.isArray(node['any']) ? everything(node['any'], at, names) : []),
    ...(isLeaf(node) ? emptyList(node, at) : []),
  ]);
}

function emptyList({ operator, value }: LeafCondition, pointer: string): readonly Problem[] {
  if (!Array.isArray(value) || value.length > 0 || (operator !== 'in' && operator !== 'notIn')) return [];
  const who = operator === 'in' ? 'nobody' : 'everybody';
  return [
    {
      pointer: `${pointer}/value`,
      message: `"${operator}" an empty list holds for ${who}`,
      expected: 'at least one value',
    },
  ];
}

/** The parts that no value fulfils together with those before them: each fact at its first contradiction. */
function excluded(node: Condition, pointer: string, names: Names): readonly Problem[] {
  const ranges = new Map<string, Range>();
  const told = new Set<string>();
  return sequentialLeaves(node, pointer, names.segments).flatMap(({ leaf, pointer: at }) => {
    const key = JSON.stringify([leaf.fact, leaf.params ?? null, leaf.path ?? '']);
    const range = rangeOf(leaf, names);
    if (range === undefined || told.has(key)) return [];
    const both = narrowed(ranges.get(key) ?? EVERYTHING, range);
    ranges.set(key, both);
    if (!isEmpty(both)) return [];
    told.add(key);
    const message = `No "${leaf.fact}" fulfils this and the other parts of the "all": it holds for nobody`;
    return [{ pointer: at, message, expected: `parts about "${leaf.fact}" that can hold together` }];
  });
}

function isLeaf(node: object): node is LeafCondition {
  return 'fact' in node && typeof node.fact === 'string' && 'operator' in node && 'value' in node;
}

/** The values that a comparison allows: between two ends, and among some where there is a list. */
interface Range {
  readonly low: number;
  readonly lowIsOut: boolean;
  readonly high: number;
  readonly highIsOut: boolean;
  readonly among: ReadonlySet<unknown> | null;
}
const EVERYTHING: Range = { low: -Infinity, lowIsOut: false, high: Infinity, highIsOut: false, among: null };

function rangeOf({ fact, operator, value, path }: LeafCondition, { facts, timeZone }: Names): Range | undefined {
  const isPlain = path === undefined && facts !== undefined && Object.hasOwn(facts, fact);
  const type = isPlain ? facts[fact]?.type : undefined;
  if (type === 'list') return undefined;
  if (type === 'date') return typeof value === 'string' ? dateRange(operator, value, timeZone) : undefined;
  if (operator === 'in' && Array.isArray(value) && value.length > 0) return { ...EVERYTHING, among: new Set(value) };
  if (operator === 'equal' && typeof value !== 'object') {
    const among = new Set([value]);
    return typeof value === 'number' ? { ...EVERYTHING, low: value, high: value, among } : { ...EVERYTHING, among };
  }
  return typeof value === 'number' ? between(operator, value, value) : undefined;
}

/** A date without a time is its whole day. */
function dateRange(operator: string, value: string, timeZone: string): Range | undefined {
  const moment = parseMoment(value, timeZone);
  if (moment === undefined) return undefined;
  const day = isDateOnly(value) ? dayRange(value, timeZone) : undefined;
  if (day === undefined) {
    return operator === 'equal' ? { ...EVERYTHING, low: moment, high: moment } : between(operator, moment, moment);
  }
  const last = day.until - 1;
  return operator === 'equal' ? { ...EVERYTHING, low: day.from, high: last } : between(operator, day.from, last);
}

/** What lies beyond something that begins at `from` and ends at `to`. */
function between(operator: string, from: number, to: number): Range | undefined {
  switch (operator) {
    case 'greaterThan':
      return { ...EVERYTHING, low: to, lowIsOut: true };
    case 'greaterThanInclusive':
      return { ...EVERYTHING, low: from };
    case 'lessThan':
      return { ...EVERYTHING, high: from, highIsOut: true };
    case 'lessThanInclusive':
      return { ...EVERYTHING, high: to };
    default:
      return undefined;
  }
}

function narrowed(a: Range, b: Range): Range {
  const [low, lowIsOut] = a.low > b.low ? [a.low, a.lowIsOut] : [b.low, b.lowIsOut || (a.low === b.low && a.lowIsOut)];
  const [high, highIsOut] =
    a.high < b.high ? [a.high, a.highIsOut] : [b.high, b.highIsOut || (a.high === b.high && a.highIsOut)];
  const range = { low, lowIsOut, high, highIsOut };
  const among = a.among === null ? b.among : b.among === null ? a.among : common(a.among, b.among);
  if (among === null) return { ...range, among };
  const isBounded = low > -Infinity || high < Infinity;
  return { ...range, among: isBounded ? new Set([...among].filter((value) => isInside(value, range))) : among };
}

function common(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): ReadonlySet<unknown> {
  return new Set([...a].filter((value) => b.has(value)));
}

function isInside(value: unknown, { low, lowIsOut, high, highIsOut }: Omit<Range, 'among'>): boolean {
  // Text beside numbers is compared in its own way: it is left alone.
  if (typeof value !== 'number') return true;
  return (value > low || (value === low && !lowIsOut)) && (value < high || (value === high && !highIsOut));
}

function isEmpty({ low, lowIsOut, high, highIsOut, among }: Range): boolean {
  return among?.size === 0 || low > high || (low === high && (lowIsOut || highIsOut));
}

/** Two parts of an `any` that leave nothing out: at least 3, or less than 5. */
function everything(parts: readonly unknown[], pointer: string, names: Names): readonly Problem[] {
  const lows = new Map<string, Range>();
  const highs = new Map<string, Range>();
  for (const [index, part] of parts.entries()) {
    if (typeof part !== 'object' || part === null || !isLeaf(part)) continue;
    const range = rangeOf(part, names);
    if (range === undefined || range.among !== null) continue;
    const key = JSON.stringify([part.fact, part.params ?? null, part.path ?? '']);
    if (range.high === Infinity) lows.set(key, range);
    if (range.low === -Infinity) highs.set(key, range);
    const [low, high] = [lows.get(key), highs.get(key)];
    if (low === undefined || high === undefined) continue;
    if (low.low > high.high || (low.low === high.high && low.lowIsOut && high.highIsOut)) continue;
    const message = `With the other parts of the "any" this holds for everybody whose "${part.fact}" is known`;
    return [{ pointer: `${pointer}/any/${index}`, message, expected: 'parts that leave somebody out' }];
  }
  return [];
}
