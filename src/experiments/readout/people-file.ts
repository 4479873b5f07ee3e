import { readTable } from '#strata/models/datasets';
import { quantile } from '#strata/statistics';
import { type TableColumn } from '#strata/tables/columns';
import { withDataFile } from '#strata/tables/files';
import { nearestName, StrataError } from '#sdk';
import { experimentPhrases } from '../words/index.js';
import { bandNames } from './bands.js';
import { type ArmSums, type ExperimentSums, type PersonVariable } from './experiment-sums.js';
import { PeopleSums } from './people-sums.js';

/** A file of people and what they did, and what its columns are. */
export interface PeopleFile {
  readonly file: string;
  /** The column of each person's arm; people without one are not in the experiment. */
  readonly arm: string;
  /** Columns of what is known of people; who spent something converted, unless a column tells. */
  readonly columns: Readonly<Partial<Record<PersonVariable, string>>>;
  /** The column of the person's id, where a person may have several rows: they are added up. */
  readonly person?: string;
  /** The column of when a person came, for how long it ran. */
  readonly at?: string;
  /** Columns to tell effects by. */
  readonly segments: readonly string[];
  /** A column of scores, cut into so many equal bands. */
  readonly bands?: { readonly score: string; readonly count: number };
  /** Planned shares; equal ones of the arms that are there unless told. */
  readonly shares?: Readonly<Record<string, number>>;
  /** The arm that the others are compared with; `control`, `holdout` or `baseline` unless told. */
  readonly control?: string;
  /** Values above this quantile of people count as this quantile, so that single ones don't decide; 1 caps nothing. */
  readonly winsorise: number;
}

const CONTROLS = ['control', 'holdout', 'baseline'];
const DAY = 86_400_000;

/** People of a file, one each, with what is known of them. */
interface People {
  readonly count: number;
  /** Place among the arms; −1 for nobody's, −2 for several. */
  readonly arms: Int32Array;
  readonly names: readonly string[];
  readonly variables: readonly PersonVariable[];
  /** One a variable. */
  readonly values: readonly Float64Array[];
  readonly days: number | null;
  readonly segments: readonly { readonly by: string; readonly valueOf: (person: number) => string | null }[];
}

/**
 * An experiment as the sums of a file's people.
 *
 * @throws StrataError BAD_FILE; BAD_COLUMN for a column or an arm that is not there; BAD_USAGE where no arm is control
 */
export async function sumsOfFile(question: PeopleFile): Promise<ExperimentSums> {
  const people = await readPeople(question);
  const control = controlOf(question, people.names);
  const shares = sharesOf(question, people.names);
  const all = new PeopleSums(people.names.length, people.variables.length);
  const bySegment = people.segments.map(() => new Map<string, PeopleSums>());
  let inSeveralArms = 0;
  for (let person = 0; person < people.count; person++) {
    const arm = people.arms[person] ?? -1;
    if (arm === -2) inSeveralArms += 1;
    if (arm < 0) continue;
    all.add(arm, people.values, person);
    people.segments.forEach(({ valueOf }, index) => {
      const value = valueOf(person);
      const sums = value === null ? undefined : bySegment[index];
      if (value === null || sums === undefined) return;
      const own = sums.get(value) ?? new PeopleSums(people.names.length, people.variables.length);
      sums.set(value, own);
      own.add(arm, people.values, person);
    });
  }
  const armsOf = (sums: PeopleSums): readonly ArmSums[] =>
    people.names.map((arm, index) => ({ arm, share: shares[index] ?? 0, moments: sums.moments(index) }));
  return {
    variables: people.variables,
    control,
    arms: armsOf(all),
    inSeveralArms,
    days: people.days,
    segments: people.segments.flatMap(({ by }, index) =>
      [...(bySegment[index] ?? [])]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([value, sums]) => ({ by, value, arms: armsOf(sums) })),
    ),
  };
}

async function readPeople(question: PeopleFile): Promise<People> {
  const { file, arm, columns, person, at, segments, bands, winsorise } = question;
  const asked = [
    { name: arm, kind: 'category' as const },
    ...Object.values(columns).map((name) => ({ name })),
    ...(person === undefined ? [] : [{ name: person, kind: 'category' as const }]),
    ...(at === undefined ? [] : [{ name: at, kind: 'date' as const }]),
    ...segments.map((name) => ({ name, kind: 'category' as const })),
    ...(bands === undefined ? [] : [{ name: bands.score, kind: 'number' as const }]),
  ];
  const { rows, columns: read } = await withDataFile(file, (data) => readTable(data, { columns: asked }));
  const column = (name: string): TableColumn => {
    const found = read.get(name);
    if (found === undefined) throw new StrataError('INTERNAL', `The column “${name}” was not read.`);
    return found;
  };
  const { count, personOf, firstRow } = personsOf(rows, person === undefined ? null : column(person));
  const { arms, names } = armsOfPeople(column(arm), { rows, count, personOf }, question);
  const sumOf = (name: string, most: boolean) => sumsOfPeople(numbersOf(column(name), file), { count, personOf, most });
  const { converted, value, cost, before } = columns;
  const values = new Map<PersonVariable, Float64Array>();
  if (value !== undefined) values.set('value', capped(sumOf(value, false), winsorise));
  if (converted !== undefined)
    values.set(
      'converted',
      sumOf(converted, true).map((one) => Number(one > 0)),
    );
  else
    values.set(
      'converted',
      (values.get('value') ?? new Float64Array(count)).map((spent) => Number(spent > 0)),
    );
  if (cost !== undefined) values.set('cost', sumOf(cost, false));
  if (before !== undefined) values.set('before', capped(sumOf(before, false), winsorise));
  const order = (['converted', 'value', 'cost', 'before'] as const).filter((variable) => values.has(variable));
  return {
    count,
    arms,
    names,
    variables: order,
    values: order.map((variable) => values.get(variable) ?? new Float64Array(count)),
    days: at === undefined ? null : daysOf(numbersOf(column(at), file)),
    segments: [
      ...segments.map((by) => ({ by, valueOf: categoryOf(column(by), firstRow) })),
      ...(bands === undefined ? [] : [bandsOf(numbersOf(column(bands.score), file), firstRow, bands)]),
    ],
  };
}

/** Which person each row is of, and the first row of each. */
function personsOf(
  rows: number,
  ids: TableColumn | null,
): {
  readonly count: number;
  readonly personOf: (row: number) => number;
  readonly firstRow: (person: number) => number;
} {
  if (ids === null) return { count: rows, personOf: (row) => row, firstRow: (person) => person };
  const codes = ids.type === 'category' ? ids.codes : new Int32Array(rows).fill(-1);
  const personOfCode = new Map<number, number>();
  const first: number[] = [];
  const persons = Int32Array.from({ length: rows }, (_, row) => {
    const code = codes[row] ?? -1;
    const known = code < 0 ? undefined : personOfCode.get(code);
    if (known !== undefined) return known;
    if (code >= 0) personOfCode.set(code, first.length);
    return first.push(row) - 1;
  });
  return { count: first.length, personOf: (row) => persons[row] ?? -1, firstRow: (person) => first[person] ?? -1 };
}

function armsOfPeople(
  column: TableColumn,
  {
    rows,
    count,
    personOf,
  }: { readonly rows: number; readonly count: number; readonly personOf: (row: number) => number },
  { shares, arm, file }: PeopleFile,
): { readonly arms: Int32Array; readonly names: readonly string[] } {
  const [codes, categories] = column.type === 'category' ? [column.codes, column.categories] : [new Int32Array(0), []];
  const names = shares === undefined ? categories.toSorted() : Object.keys(shares);
  const places = categories.map((name) => {
    const place = names.indexOf(name);
    if (place < 0) throw unplannedArm(name, names, { arm, file });
    return place;
  });
  const arms = new Int32Array(count).fill(-1);
  for (let row = 0; row < rows; row++) {
    const place = places[codes[row] ?? -1] ?? -1;
    const person = personOf(row);
    const known = arms[person] ?? -1;
    if (place >= 0) arms[person] = known === -1 || known === place ? place : -2;
  }
  return { arms, names };
}

function unplannedArm(
  name: string,
  names: readonly string[],
  { arm, file }: Pick<PeopleFile, 'arm' | 'file'>,
): StrataError {
  const nearest = nearestName(name, names);
  return new StrataError('BAD_COLUMN', `The column "${arm}" has an arm "${name}" that was not planned.`, {
    problems: [
      {
        file,
        message: `"${name}" in the column "${arm}"`,
        expected: `one of ${names.join(', ')}`,
        ...(nearest === undefined ? {} : { nearest }),
      },
    ],
  });
}

function controlOf({ control, arm, file }: PeopleFile, names: readonly string[]): string {
  const found = control === undefined ? CONTROLS.find((name) => names.includes(name)) : control;
  if (found !== undefined && names.includes(found)) return found;
  const message = found === undefined ? 'Which arm is control?' : `There is no arm "${found}".`;
  throw new StrataError('BAD_USAGE', message, {
    problems: [
      { file, message: `arms in the column "${arm}": ${names.join(', ')}`, expected: 'one of them as control' },
    ],
  });
}

function sharesOf({ shares }: PeopleFile, names: readonly string[]): readonly number[] {
  return names.map((name) => shares?.[name] ?? 1);
}

function numbersOf(column: TableColumn, file: string): Float64Array {
  if (column.type === 'number') return column.values;
  const message = `the column "${column.name}" holds text`;
  throw new StrataError('BAD_COLUMN', `The column "${column.name}" holds no numbers.`, {
    problems: [{ file, message, expected: 'numbers, or yes and no' }],
  });
}

/** By person: the sum of its rows, or the greatest. A blank cell is nothing. */
function sumsOfPeople(
  cells: Float64Array,
  {
    count,
    personOf,
    most,
  }: { readonly count: number; readonly personOf: (row: number) => number; readonly most: boolean },
): Float64Array {
  const sums = new Float64Array(count);
  cells.forEach((cell, row) => {
    if (Number.isNaN(cell)) return;
    const person = personOf(row);
    const known = sums[person] ?? 0;
    sums[person] = most ? Math.max(known, cell) : known + cell;
  });
  return sums;
}

function capped(values: Float64Array, share: number): Float64Array {
  if (share >= 1) return values;
  const most = quantile(values.slice().sort(), share);
  return values.map((value) => Math.min(value, most));
}

/** From the first to the last moment, at least one day; null without any. */
function daysOf(moments: Float64Array): number | null {
  let [first, last] = [Infinity, -Infinity];
  for (const moment of moments) {
    if (Number.isNaN(moment)) continue;
    first = Math.min(first, moment);
    last = Math.max(last, moment);
  }
  return first <= last ? Math.max(1, (last - first) / DAY) : null;
}

function categoryOf(column: TableColumn, firstRow: (person: number) => number): (person: number) => string | null {
  if (column.type !== 'category') return () => null;
  return (person) => column.categories[column.codes[firstRow(person)] ?? -1] ?? null;
}

/** Equally many people a band, by score; ties at an edge fall into the lower band. */
function bandsOf(
  scores: Float64Array,
  firstRow: (person: number) => number,
  { score, count }: { readonly score: string; readonly count: number },
): People['segments'][number] {
  const sorted = scores.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: count - 1 }, (_, index) => quantile(sorted, (index + 1) / count));
  const phrases = experimentPhrases();
  const names = bandNames([sorted[0] ?? 0, ...edges, sorted.at(-1) ?? 0], phrases);
  return {
    by: phrases.apart.inBands(score),
    valueOf(person) {
      const value = scores[firstRow(person)] ?? Number.NaN;
      return Number.isNaN(value) ? null : (names[edges.filter((edge) => value > edge).length] ?? null);
    },
  };
}
