import { type Encoding, type FeatureSpec } from '#strata/scoring/encoding';
import { type TableColumn } from '#strata/tables/columns';
import { quantile } from '#strata/statistics';
import { type EncodedFrame } from '#sdk';
import { type FactEncoding } from './group-people.js';
import { type Trait } from './report/personas-report.js';

/** People with what is known of them, as it is and encoded. */
export interface KnownPeople extends FactEncoding {
  readonly columns: readonly TableColumn[];
  readonly frame: EncodedFrame;
}

/** A difference smaller than this (in standard deviations) sets nobody apart. */
const LEAST = 0.3;
/** What is said of a persona. */
const MOST_TRAITS = 5;

/** What sets some people apart from everybody, the largest difference first. */
export function traitsOf(known: KnownPeople, members: Uint32Array): readonly Trait[] {
  const differences = differencesOf(known.frame, members);
  return known.features
    .map((feature, position) => ({ feature, position, ...largest(known.encoding, position, differences) }))
    .filter(({ difference }) => Math.abs(difference) >= LEAST)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.position - b.position)
    .slice(0, MOST_TRAITS)
    .map(({ feature, position, name, difference }) => {
      const column = known.columns[position];
      if (column === undefined) throw new RangeError(`There is no column of "${feature.name}"`);
      return { fact: feature.name, ...comparedIn(column, { feature, name, members }), difference: rounded(difference) };
    });
}

/** Of each encoded column, how far the mean of the members is from that of all, in standard deviations of all. */
function differencesOf({ rows, columns, values }: EncodedFrame, members: Uint32Array): Float64Array {
  const width = columns.length;
  const [all, squares, own] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < width; column++, at++) {
      const value = values[at] ?? 0;
      all[column] = (all[column] ?? 0) + value / rows;
      squares[column] = (squares[column] ?? 0) + (value * value) / rows;
    }
  }
  for (const row of members) {
    for (let column = 0; column < width; column++) {
      own[column] = (own[column] ?? 0) + (values[row * width + column] ?? 0) / members.length;
    }
  }
  return own.map((mean, column) => {
    const [average = 0, square = 0] = [all[column], squares[column]];
    const deviation = Math.sqrt(Math.max(0, square - average * average));
    return deviation < 1e-9 ? 0 : (mean - average) / deviation;
  });
}

/** The encoded column of a feature that differs most: rare and missing values count only by what they are. */
function largest({ owners, columns }: Encoding, position: number, differences: Float64Array) {
  let found = { name: '', difference: 0 };
  owners.forEach((owner, column) => {
    const difference = differences[column] ?? 0;
    if (owner === position && Math.abs(difference) > Math.abs(found.difference))
      found = { name: columns[column] ?? '', difference };
  });
  return found;
}

interface Comparing {
  readonly feature: FeatureSpec;
  /** The encoded column's. */
  readonly name: string;
  readonly members: Uint32Array;
}

function comparedIn(column: TableColumn, { feature, name, members }: Comparing): Omit<Trait, 'fact' | 'difference'> {
  if (name === `${feature.name} is missing`) return shareOf(column, members, null);
  if (column.kind === 'category') return shareOf(column, members, name.slice(feature.name.length + 1));
  if (column.kind === 'boolean') return shareOf(column, members, true);
  const all = column.values.filter((value) => !Number.isNaN(value));
  const own = Float64Array.from(members, (row) => column.values[row] ?? Number.NaN).filter(
    (value) => !Number.isNaN(value),
  );
  const [persona, everybody] = [quantile(own, 0.5), quantile(all, 0.5)];
  // Where most have the same, the middle says nothing.
  if (persona === everybody) return { of: 'mean', persona: rounded(meanOf(own)), everybody: rounded(meanOf(all)) };
  return { of: 'median', persona: rounded(persona), everybody: rounded(everybody) };
}

function shareOf(
  column: TableColumn,
  members: Uint32Array,
  value: string | boolean | null,
): Omit<Trait, 'fact' | 'difference'> {
  const rows = column.type === 'number' ? column.values.length : column.codes.length;
  const code = column.type === 'category' && typeof value === 'string' ? column.categories.indexOf(value) : -1;
  const holds = (row: number): boolean => {
    if (column.type === 'category') return value === null || code >= 0 ? column.codes[row] === code : false;
    const own = column.values[row] ?? Number.NaN;
    return value === null ? Number.isNaN(own) : own !== 0 && !Number.isNaN(own);
  };
  let everybody = 0;
  for (let row = 0; row < rows; row++) if (holds(row)) everybody++;
  const persona = members.reduce((count, row) => count + (holds(row) ? 1 : 0), 0);
  return { of: 'share', value, persona: rounded(persona / members.length), everybody: rounded(everybody / rows) };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
}

/** To six digits: sums in another order differ in the last ones. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}
