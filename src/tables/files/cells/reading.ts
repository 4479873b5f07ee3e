import { type DuckDBConnection } from '@duckdb/node-api';
import {
  DATE_FORMS,
  DateEvidence,
  type DateForm,
  isPlainNumber,
  NumberEvidence,
  numberExample,
  type NumberForm,
  PLAIN_NUMBER,
  readDate,
  readNumber,
  readBoolean,
  isMissing,
} from '#strata/kernel/forms';
import { StrataError } from '#sdk';
import { type ColumnKind, type ColumnRequest, type SourceColumn } from '../../columns/index.js';
import { asBadFile } from './file-problems.js';
import { NEARLY_ALL } from './column-evidence.js';
import { type LearnedColumn } from './learn.js';

/** How the cells of a column are read: what a trained version keeps of a column, so that others are read alike. */
export interface ColumnForm {
  readonly kind: ColumnKind;
  /** Of numbers that are written as text. */
  readonly number?: NumberForm;
  /** Of dates that are written as text or as numbers. */
  readonly date?: DateForm;
  /** How a column of yes or no says them: "Yes" and "No". */
  readonly answers?: Answers;
}

/** The most frequent spelling of each answer; absent where it did not occur among the cells that were looked at. */
interface Answers {
  readonly yes?: string;
  readonly no?: string;
}

/** How a column of this file is read, and what of it is not. */
export interface ColumnReading extends ColumnForm {
  /** Reads a cell's text; null where DuckDB reads the column without our help. */
  readonly decode: ((text: string) => number | undefined) | null;
  /** Cells that are not blank and still have no value; null where there are none. */
  readonly odd: OddCells | null;
  /** What a reader should know of it. */
  readonly notes: readonly string[];
}

/** Cells that count as missing. */
interface OddCells {
  readonly cells: number;
  /** Some of their texts, the most frequent first. */
  readonly values: readonly { readonly text: string; readonly cells: number }[];
}

/** The column and where it is read. */
export interface ReadingSource {
  readonly connection: DuckDBConnection;
  readonly file: string;
  /** What stands after `from`, with the column among others. */
  readonly from: string;
  readonly column: SourceColumn;
  readonly learned: LearnedColumn | undefined;
}

/** With a kind that somebody asks for, so many cells must be of it: the others are missing. */
const ENOUGH = 0.5;
const SHOWN = 5;

/**
 * How a column is to be read: as it is asked for, else as its own cells tell.
 *
 * @throws StrataError BAD_COLUMN where its cells are not of the kind, or can be read in several ways
 */
export async function readingOf(source: ReadingSource, request: ColumnRequest): Promise<ColumnReading> {
  const { column, learned } = source;
  const kind = request.kind ?? column.kind ?? 'category';
  if (kind === 'category') return { kind, decode: null, odd: null, notes: textNotes(source, request) };
  if (isNative(kind, column, learned, request))
    return {
      kind,
      ...nativeForm(kind, learned),
      ...(kind === 'boolean' ? await nativeAnswers(source) : {}),
      decode: null,
      odd: null,
      notes: [],
    };
  const counts = await countTexts(source);
  const form = formOf(source, request, kind, counts);
  return judge(source, request, form, counts);
}

/** Typed columns, and texts that are all in the plain form, are read by DuckDB. */
function isNative(
  kind: ColumnKind,
  { sqlType, kind: own, texts }: SourceColumn,
  learned: LearnedColumn | undefined,
  { number, date }: ColumnRequest,
): boolean {
  if (learned === undefined && texts === null)
    return kind !== 'date' || own !== 'number' || /DATE|TIMESTAMP/.test(sqlType);
  if (learned === undefined || learned.kind !== kind || !learned.isPure) return false;
  return (number === undefined || isPlainNumber(number)) && (date === undefined || date === 'ISO 8601');
}

function nativeForm(kind: ColumnKind, learned: LearnedColumn | undefined): Pick<ColumnForm, 'number' | 'date'> {
  if (learned === undefined) return {};
  if (kind === 'number') return { number: PLAIN_NUMBER };
  return kind === 'date' ? { date: 'ISO 8601' } : {};
}

/** So many of the first cells tell how a column says yes and no. */
const LOOKED_AT = 2048;

/** Of the first cells, so that nothing is read twice for it. */
async function nativeAnswers({ connection, file, from, column }: ReadingSource): Promise<Pick<ColumnForm, 'answers'>> {
  if (column.texts === null) return { answers: { yes: 'true', no: 'false' } };
  const some = `select ${column.text} as cell from ${from} limit ${String(LOOKED_AT)}`;
  const counted = `select cell, count(*) from (${some}) where cell is not null group by cell`;
  const read = await asBadFile(file, () => connection.runAndReadAll(counted));
  const rows = read
    .getRowsJson()
    .flatMap(([cell, count]) => (typeof cell === 'string' ? [[cell, Number(count)] as const] : []));
  return answersIn(new Map(rows));
}

function answersIn(counts: Counts): Pick<ColumnForm, 'answers'> {
  const usual = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text.trim());
  const [yes, no] = [1, 0].map((value) => usual.find((text) => readBoolean(text) === value));
  return { answers: { ...(yes === undefined ? {} : { yes }), ...(no === undefined ? {} : { no }) } };
}

/** The texts of a column with how often each is there, in the order of the file. */
async function countTexts({ connection, file, from, column }: ReadingSource): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const result = await asBadFile(file, () => connection.stream(`select ${column.text} from ${from}`));
  for (;;) {
    const chunk = await asBadFile(file, () => result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return counts;
    for (const cell of chunk.getColumnValues(0)) {
      if (typeof cell === 'string') counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
  }
}

type Counts = ReadonlyMap<string, number>;

function formOf(source: ReadingSource, request: ColumnRequest, kind: ColumnKind, counts: Counts): ColumnForm {
  if (kind === 'number') return { kind, number: request.number ?? numberForm(source, request, counts) };
  if (kind === 'date') return { kind, date: request.date ?? dateForm(source, counts) };
  return { kind };
}

function numberForm(source: ReadingSource, { decimal }: ColumnRequest, counts: Counts): NumberForm {
  const evidence = new NumberEvidence(decimal);
  for (const [text, cells] of counts) if (!isMissing(text)) evidence.add(text, cells);
  const found = evidence.finding();
  if (found === undefined) return decimal === ',' ? { decimal } : PLAIN_NUMBER;
  if (found.kind === 'form') return found.form;
  const [one, other] = found.forms.map((form) => numberExample(form));
  throw unclear(source, {
    message: `its numbers may be written as ${one ?? ''} or as ${other ?? ''}: ${shown(counts)}`,
    expected: `"columns": {"${source.column.name}": {"type": "number", "decimal": ","}} in the document, or "decimal": "."`,
  });
}

function dateForm(source: ReadingSource, counts: Counts): DateForm {
  const evidence = new DateEvidence(DATE_FORMS);
  for (const [text, cells] of counts) if (!isMissing(text)) evidence.add(text, cells);
  const found = evidence.finding();
  if (found === undefined) return 'ISO 8601';
  if (found.kind === 'form') return found.form;
  const name = source.column.name;
  const declare = `"columns": {"${name}": {"type": "date", "form": "${found.forms[0] ?? ''}"}} in the document, or another of ${DATE_FORMS.join(', ')}`;
  if (found.kind === 'ambiguous')
    throw unclear(source, {
      message: `its dates may be ${found.forms.join(' or ')}: ${shown(counts)}`,
      expected: declare,
    });
  throw unclear(source, {
    message: `its dates are written in several ways (${found.forms.join(', ')}): ${shown(counts)}`,
    expected: `one form in the whole column: ${DATE_FORMS.join(', ')}`,
  });
}

function judge(source: ReadingSource, request: ColumnRequest, form: ColumnForm, counts: Counts): ColumnReading {
  const decode = decoderOf(form);
  const odd: { text: string; cells: number }[] = [];
  let fits = 0;
  let strange = 0;
  for (const [text, cells] of counts) {
    if (text.trim() === '') continue;
    const isMark = isMissing(text);
    if (!isMark && decode(text) !== undefined) {
      fits += cells;
      continue;
    }
    odd.push({ text, cells });
    if (!isMark) strange += cells;
  }
  const least = request.kind === undefined ? NEARLY_ALL : ENOUGH;
  const sure = fits >= least * (fits + strange) && fits > strange;
  if (strange > 0 && !sure) throw notAll(source, form, counts, decode);
  const cells = odd.reduce((sum, other) => sum + other.cells, 0);
  const values = odd.toSorted((a, b) => b.cells - a.cells || (a.text < b.text ? -1 : 1)).slice(0, SHOWN);
  const found = cells === 0 ? null : { cells, values };
  return {
    ...form,
    ...(form.kind === 'boolean' ? answersIn(counts) : {}),
    decode: (text) => (isMissing(text) ? undefined : decode(text)),
    odd: found,
    notes: found === null ? [] : [oddNote(source.column.name, form, found, odd.length)],
  };
}

function decoderOf({
  kind,
  number = PLAIN_NUMBER,
  date = 'ISO 8601',
}: ColumnForm): (text: string) => number | undefined {
  if (kind === 'number') return (text) => readNumber(text, number);
  if (kind === 'date') return (text) => readDate(text, date);
  return (text) => readBoolean(text) ?? isNotZero(readNumber(text, PLAIN_NUMBER));
}

function isNotZero(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value !== 0);
}

function oddNote(name: string, { kind, date }: ColumnForm, { cells, values }: OddCells, texts: number): string {
  const list = values.map(({ text, cells: count }) => `"${text.slice(0, 40)}" (${String(count)})`).join(', ');
  const more = texts - values.length;
  const shownTexts = more > 0 ? `${list}, and ${String(more)} other texts` : list;
  const what = kind === 'date' ? `date as ${date ?? 'ISO 8601'}` : kind;
  return cells === 1
    ? `1 cell of "${name}" is no ${what} and counts as missing: ${shownTexts}`
    : `${String(cells)} cells of "${name}" are no ${what} and count as missing: ${shownTexts}`;
}

/** A column that is text although most of its cells are numbers. */
function textNotes({ column: { name }, learned }: ReadingSource, { kind }: ColumnRequest): readonly string[] {
  if (kind !== undefined || learned?.kind !== 'category' || learned.numbers === undefined) return [];
  const share = Math.round(100 * learned.numbers);
  return [
    `"${name}" is read as text although ${String(share)} % of its cells are numbers: say "columns": {"${name}": {"type": "number"}} to count the others as missing`,
  ];
}

function shown(counts: Counts): string {
  const some = [...counts.keys()].filter((text) => !isMissing(text)).slice(0, SHOWN);
  return some.map((text) => `"${text.slice(0, 40)}"`).join(', ');
}

function unclear(
  { column: { name }, file }: ReadingSource,
  problem: { message: string; expected: string },
): StrataError {
  return new StrataError('BAD_COLUMN', `It is not clear how to read column "${name}" of ${file}.`, {
    problems: [{ file, message: `column "${name}": ${problem.message}`, expected: problem.expected }],
  });
}

function notAll(
  { column: { name }, file }: ReadingSource,
  form: ColumnForm,
  counts: Counts,
  decode: (text: string) => number | undefined,
): StrataError {
  const wrong = [...counts].filter(([text]) => !isMissing(text) && decode(text) === undefined);
  const cells = wrong.reduce((sum, [, count]) => sum + count, 0);
  const all = [...counts].reduce((sum, [text, count]) => sum + (text.trim() === '' ? 0 : count), 0);
  const list = wrong.slice(0, SHOWN).map(([text]) => `"${text.slice(0, 60)}"`);
  return new StrataError('BAD_COLUMN', `Column "${name}" of ${file} is not all ${form.kind}.`, {
    problems: [
      {
        file,
        message: `${String(cells)} of the ${String(all)} cells of column "${name}" are no ${form.kind}: ${list.join(', ')}${wrong.length > SHOWN ? ', …' : ''}`,
        expected: expectedOf(name, form),
      },
    ],
  });
}

function expectedOf(name: string, { kind, number, date }: ColumnForm): string {
  const asText = `to read it as text say "columns": {"${name}": {"type": "category"}}`;
  if (kind === 'number') {
    const form = number === undefined || isPlainNumber(number) ? '' : `, written as ${numberExample(number)}`;
    return `numbers${form}; ${asText}`;
  }
  if (kind !== 'date') return `true and false, yes and no, or 1 and 0; ${asText}`;
  return date === 'ISO 8601' ? `dates in one of these forms: ${DATE_FORMS.join(', ')}` : `dates as ${date ?? ''}`;
}
