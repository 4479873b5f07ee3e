import { basename } from 'node:path';
import { type MixQuestion } from '#strata/rulebook/schemas';
import { type TableColumn } from '#strata/tables/columns';
import { type DataFile, withDataFile } from '#strata/tables/files';
import { StrataError } from '#sdk';
import { dayOf, DAY_MS, WEEK_MS } from './weeks.js';

/** A column with a name, a value a week. */
export interface NamedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** What is asked about, week by week, the earliest first. */
export interface MixSeries {
  /** As its reader called it. */
  readonly source: string;
  /** First days of all weeks, milliseconds since 1970. */
  readonly weeks: Float64Array;
  /** How many of them come before the first fitted one. */
  readonly warmUp: number;
  readonly target: NamedColumn;
  /** In the order of the channels. */
  readonly spends: readonly NamedColumn[];
  readonly controls: readonly NamedColumn[];
  /** 1 in the weeks of an event, 0 in others; dates as shares of a week are not told apart. */
  readonly holidays: readonly NamedColumn[];
}

const ROWS = 65_536;
const MOST_WEEKS = 2_600;
const NO_EVENT = new Set(['', 'na', 'n/a', 'none', 'null', 'no', '0']);

/**
 * Reads a table with a row a week, in any order.
 *
 * @param until milliseconds since 1970: weeks that are not over by then are left out
 * @throws StrataError BAD_FILE, BAD_COLUMN with the column or week that is wrong
 */
export async function readSeries(
  { file: path, name = basename(path) }: { readonly file: string; readonly name?: string },
  asked: MixQuestion,
  until = Infinity,
): Promise<MixSeries> {
  return await withDataFile(path, async (file) => {
    const question = { ...asked, date: asked.date ?? onlyDate(file) };
    const { dates, columns, events } = await readColumns(file, question);
    const order = weekOrder(file.file, question.date, dates).filter((row) => (dates[row] ?? 0) + WEEK_MS <= until);
    const sorted = (values: ArrayLike<number>) => Float64Array.from(order, (row) => values[row] ?? Number.NaN);
    const weeks = sorted(dates);
    const inOrder = columns.map(({ name, values }) => ({ name, values: sorted(values) }));
    const [target = inOrder[0], ...others] = inOrder;
    const spends = others.slice(0, question.channels.length);
    for (const spend of spends) refuseNegative(file.file, spend, weeks);
    if (target === undefined) throw new RangeError('A target is asked for');
    return {
      source: name,
      weeks,
      warmUp: warmUpOf(file.file, question, weeks),
      target,
      spends,
      controls: others.slice(question.channels.length),
      holidays: [
        ...eventColumns(order.map((row) => events?.[row] ?? '')),
        ...Object.entries(question.holidays?.dates ?? {}).map(([name, days]) => ({
          name,
          values: daysIn(weeks, days),
        })),
      ],
    };
  });
}

/** A question whose date is known. */
type DatedQuestion = MixQuestion & { readonly date: string };

function onlyDate(file: DataFile): string {
  const dates = file.columns.filter(({ kind }) => kind === 'date').map(({ name }) => name);
  const [date] = dates;
  if (date === undefined) {
    throw badTable(
      file.file,
      'no column has the first day of each week',
      'a column of days, such as 2026-03-02 or 02.03.2026; weeks by number, such as 2026-W10, are not read',
    );
  }
  if (dates.length === 1) return date;
  throw badTable(
    file.file,
    `there are ${String(dates.length)} columns of dates`,
    `the name of the one with the week (--date): ${dates.join(' or ')}`,
  );
}

interface ReadColumns {
  readonly dates: readonly number[];
  /** The target, the spends, the controls. */
  readonly columns: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly events: readonly string[] | null;
}

async function readColumns(file: DataFile, question: DatedQuestion): Promise<ReadColumns> {
  const { date, target, channels, controls = [], holidays } = question;
  const names = [target, ...channels.map(({ spend }) => spend), ...controls].map((name) => file.column(name).name);
  const requests = [
    { name: file.column(date).name, kind: 'date' as const },
    ...names.map((name) => ({ name, kind: 'number' as const })),
    ...(holidays?.column === undefined
      ? []
      : [{ name: file.column(holidays.column).name, kind: 'category' as const, blank: '' }]),
  ];
  const dates: number[] = [];
  const columns = names.map((name) => ({ name, values: [] as number[] }));
  const events: string[] = [];
  for await (const { start, columns: read } of file.read(requests, { rowsPerBatch: ROWS })) {
    if (start > MOST_WEEKS) throw badTable(file.file, 'there are too many rows for weeks', 'a row a week');
    const [days, ...rest] = read;
    dates.push(...numbersOf(days));
    columns.forEach(({ values }, place) => values.push(...numbersOf(rest[place])));
    events.push(...textsOf(rest[columns.length]));
  }
  return { dates, columns, events: holidays?.column === undefined ? null : events };
}

function numbersOf(column: TableColumn | undefined): Iterable<number> {
  return column?.type === 'number' ? column.values : [];
}

function textsOf(column: TableColumn | undefined): readonly string[] {
  if (column?.type !== 'category') return [];
  return Array.from(column.codes, (code) => column.categories[code] ?? '');
}

/** Rows by their week. @throws StrataError BAD_COLUMN where weeks are missing, or there twice */
function weekOrder(file: string, date: string, dates: readonly number[]): readonly number[] {
  const blank = dates.findIndex((day) => !Number.isFinite(day));
  if (blank !== -1) throw badColumn(file, date, `row ${String(blank + 1)} has no date`, 'the first day of a week');
  const order = dates.map((_, row) => row).sort((a, b) => (dates[a] ?? 0) - (dates[b] ?? 0));
  for (const [place, row] of order.entries()) {
    const [before, here] = [dates[order[place - 1] ?? -1], dates[row] ?? 0];
    if (before === undefined) continue;
    const days = Math.round((here - before) / DAY_MS);
    if (days === 7) continue;
    if (days === 0) throw badColumn(file, date, `the week of ${dayOf(here)} is there twice`, 'a row a week');
    // Days, months, or weeks that begin on another day.
    if (days % 7 !== 0) {
      const after = days === 1 ? 'a day' : `${String(days)} days`;
      throw badColumn(file, date, `${dayOf(here)} is ${after} after ${dayOf(before)}`, 'sums by week');
    }
    throw badColumn(
      file,
      date,
      `the week of ${dayOf(before + WEEK_MS)} is missing`,
      'a row for every week, with 0 where nothing was spent',
    );
  }
  return order;
}

function refuseNegative(file: string, { name, values }: NamedColumn, weeks: Float64Array): void {
  const place = values.findIndex((spend) => spend < 0);
  if (place === -1) return;
  const week = dayOf(weeks[place] ?? 0);
  throw badColumn(file, name, `in the week of ${week} less than nothing was spent`, 'amounts of 0 or more');
}

function warmUpOf(file: string, { from, date }: DatedQuestion, weeks: Float64Array): number {
  if (from === undefined) return 0;
  const first = Date.parse(`${from}T00:00:00Z`);
  const place = weeks.findIndex((week) => week >= first);
  if (place !== -1) return place;
  throw badColumn(file, date, `no week begins on ${from} or later`, `a day until ${dayOf(weeks.at(-1) ?? 0)}`);
}

/** A column for each name of an event. */
function eventColumns(names: readonly string[]): readonly NamedColumn[] {
  const told = [...new Set(names)].filter((name) => !NO_EVENT.has(name.trim().toLowerCase())).sort();
  return told.map((name) => ({ name, values: Float64Array.from(names, (each) => (each === name ? 1 : 0)) }));
}

function daysIn(weeks: Float64Array, days: readonly string[]): Float64Array {
  const moments = days.map((day) => Date.parse(`${day}T00:00:00Z`));
  return weeks.map((week) => moments.filter((moment) => moment >= week && moment < week + WEEK_MS).length);
}

export function badColumn(file: string, column: string, message: string, expected: string): StrataError {
  return new StrataError('BAD_COLUMN', `${file}, column "${column}": ${message}.`, {
    problems: [{ file, message: `"${column}": ${message}`, expected }],
  });
}

function badTable(file: string, message: string, expected: string): StrataError {
  return new StrataError('BAD_FILE', `${file}: ${message}.`, { problems: [{ file, message, expected }] });
}
