import { type Condition, conditionLeaves, type FactCatalogue } from '#strata/engine';
import { compileCondition } from '#strata/engine/conditions';
import { type Language } from '#strata/kernel/texts';
import { quantiles } from '#strata/statistics';
import { cellOf, type TableColumn } from '#strata/tables/columns';
import { type PersonaRule } from './report/personas-report.js';

/** Parts of a condition: more of them nobody reads. */
const MOST_LEAVES = 4;
/** What another part must add to the harmonic mean of precision and recall. */
const LEAST_GAIN = 0.01;
/** Bounds that are tried of each number. */
const BOUNDS = 24;
/** Categories that are tried of each text, the most frequent ones. */
const CATEGORIES = 20;
/** Fewer people are too few to judge a condition on others than it was made from. */
const LEAST_TO_SPLIT = 200;

interface Leaf {
  readonly fact: string;
  readonly operator: 'greaterThanInclusive' | 'lessThan' | 'equal' | 'exists';
  readonly value: number | string | boolean;
}

/** A part of a condition, and the rows it holds for. */
interface Candidate {
  readonly leaf: Leaf;
  readonly holds: Uint8Array;
}

/**
 * A condition for each group, made of the fewest parts that tell it from the others: the part that adds most to the harmonic
 * mean of precision and recall is taken, again and again. It is made on one half of the rows and judged on the other.
 *
 * @param rows of the columns, drawn at random
 */
export function rulesOf(
  {
    columns,
    labels,
    clusters,
  }: { readonly columns: readonly TableColumn[]; readonly labels: Int32Array; readonly clusters: number },
  rows: Uint32Array,
  catalogue: FactCatalogue,
): readonly (PersonaRule | null)[] {
  const isSplit = rows.length >= LEAST_TO_SPLIT;
  const made = rows.filter((_, place) => !isSplit || place % 2 === 0);
  const judged = isSplit ? rows.filter((_, place) => place % 2 === 1) : rows;
  const candidates = columns.flatMap((column) => candidatesOf(column, made));
  return Array.from({ length: clusters }, (_, cluster) => {
    const isMember = Uint8Array.from(made, (row) => (labels[row] === cluster ? 1 : 0));
    const leaves = greedy(candidates, isMember);
    if (leaves.length === 0) return null;
    return { ...toCondition(leaves, catalogue), ...judge(leaves, { columns, labels, cluster }, judged) };
  });
}

function candidatesOf(column: TableColumn, rows: Uint32Array): readonly Candidate[] {
  return leavesOf(column, rows).map((leaf) => ({
    leaf,
    holds: Uint8Array.from(rows, (row) => (holdsFor(leaf, column, row) ? 1 : 0)),
  }));
}

function leavesOf(column: TableColumn, rows: Uint32Array): readonly Leaf[] {
  const fact = column.name;
  const isMissing: Leaf = { fact, operator: 'exists', value: false };
  if (column.kind === 'boolean') {
    return [isMissing, { fact, operator: 'equal', value: true }, { fact, operator: 'equal', value: false }];
  }
  if (column.type === 'category') {
    return [isMissing, ...frequent(column, rows).map((value): Leaf => ({ fact, operator: 'equal', value }))];
  }
  const known = Float64Array.from(rows, (row) => column.values[row] ?? Number.NaN).filter(
    (value) => !Number.isNaN(value),
  );
  if (known.length === 0) return [];
  const shares = Array.from({ length: BOUNDS }, (_, place) => (place + 0.5) / BOUNDS);
  const bounds = new Set(quantiles(known, shares).map((bound) => readable(bound)));
  return [
    isMissing,
    ...[...bounds].flatMap((value): readonly Leaf[] => [
      { fact, operator: 'greaterThanInclusive', value },
      { fact, operator: 'lessThan', value },
    ]),
  ];
}

/** To two digits; whole numbers up to 100 as they are. */
function readable(value: number): number {
  return Number.isInteger(value) && Math.abs(value) <= 100 ? value : Number(value.toPrecision(2));
}

function frequent(column: TableColumn & { readonly type: 'category' }, rows: Uint32Array): readonly string[] {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(column.codes[row] ?? -1, (counts.get(column.codes[row] ?? -1) ?? 0) + 1);
  counts.delete(-1);
  return [...counts]
    .sort(([a, one], [b, other]) => other - one || a - b)
    .slice(0, CATEGORIES)
    .map(([code]) => column.categories[code] ?? '');
}

/** As the language of conditions has it: nothing but `exists` holds for what is not known. */
function holdsFor({ operator, value }: Leaf, column: TableColumn, row: number): boolean {
  const cell = cellOf(column, row);
  if (operator === 'exists') return cell === undefined;
  if (cell === undefined) return false;
  if (operator === 'equal') return cell === value;
  return operator === 'lessThan' ? Number(cell) < Number(value) : Number(cell) >= Number(value);
}

function greedy(candidates: readonly Candidate[], isMember: Uint8Array): readonly Leaf[] {
  let taken: readonly Candidate[] = [];
  let current = new Uint8Array(isMember.length).fill(1);
  let worth = scoreOf(current, isMember);
  while (taken.length < MOST_LEAVES) {
    let best: { readonly candidate: Candidate; readonly score: number } | null = null;
    for (const candidate of candidates) {
      const score = scoreOf(current, isMember, candidate.holds);
      if (best === null || score > best.score) best = { candidate, score };
    }
    if (best === null || best.score < worth + LEAST_GAIN) break;
    taken = [...taken, best.candidate];
    worth = best.score;
    current = both(current, best.candidate.holds);
  }
  return needed(taken, isMember, worth).map(({ leaf }) => leaf);
}

/** Without parts that later ones made superfluous. */
function needed(taken: readonly Candidate[], isMember: Uint8Array, worth: number): readonly Candidate[] {
  return taken.reduce((left, candidate) => {
    const without = left.filter((other) => other !== candidate);
    if (without.length === 0) return left;
    const rest = without.reduce((mask, { holds }) => both(mask, holds), new Uint8Array(isMember.length).fill(1));
    return scoreOf(rest, isMember) >= worth - 1e-12 ? without : left;
  }, taken);
}

function both(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(one, (holds, place) => holds & (other[place] ?? 0));
}

/** The harmonic mean of precision and recall. */
function scoreOf(holds: Uint8Array, isMember: Uint8Array, also?: Uint8Array): number {
  let [hits, found, members] = [0, 0, 0];
  for (let place = 0; place < holds.length; place++) {
    const isFound = also === undefined ? (holds[place] ?? 0) : (holds[place] ?? 0) & (also[place] ?? 0);
    found += isFound;
    members += isMember[place] ?? 0;
    hits += isFound & (isMember[place] ?? 0);
  }
  return found + members === 0 ? 0 : (2 * hits) / (found + members);
}

function toCondition(leaves: readonly Leaf[], catalogue: FactCatalogue): Pick<PersonaRule, 'condition' | 'words'> {
  const order = new Map(leaves.map(({ fact }, place) => [fact, place]).reverse() as [string, number][]);
  const condition: Condition = {
    all: leaves.toSorted((a, b) => (order.get(a.fact) ?? 0) - (order.get(b.fact) ?? 0)).map((leaf) => ({ ...leaf })),
  };
  return { condition, words: ruleWords(condition, catalogue) };
}

/** What a rule says of somebody. @param language English unless told */
export function ruleWords(condition: Condition, catalogue: FactCatalogue, language?: Language): string {
  // Types only matter to what is evaluated, and of columns that are no facts the catalogue knows none.
  const facts = { ...columnsOf(conditionLeaves(condition, '').map(({ leaf }) => leaf)), ...catalogue };
  return compileCondition(condition, { facts, isPublished: true }).toWords(language);
}

/** What stands for columns of a file that are no facts: they are called by their names. */
function columnsOf(leaves: readonly Pick<Leaf, 'fact'>[]): FactCatalogue {
  return Object.fromEntries(
    leaves.map(({ fact }) => [fact, { type: 'string', from: { profile: fact }, words: fact } as const]),
  );
}

function judge(
  leaves: readonly Leaf[],
  {
    columns,
    labels,
    cluster,
  }: { readonly columns: readonly TableColumn[]; readonly labels: Int32Array; readonly cluster: number },
  rows: Uint32Array,
): Pick<PersonaRule, 'precision' | 'recall'> {
  const parts = leaves.map((leaf) => ({ leaf, column: columns.find(({ name }) => name === leaf.fact) }));
  let [hits, found, members] = [0, 0, 0];
  for (const row of rows) {
    const isFound = parts.every(({ leaf, column }) => column !== undefined && holdsFor(leaf, column, row));
    const isMember = labels[row] === cluster;
    if (isFound) found++;
    if (isMember) members++;
    if (isFound && isMember) hits++;
  }
  return { precision: share(hits, found), recall: share(hits, members) };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((1e4 * part) / whole) / 1e4;
}
