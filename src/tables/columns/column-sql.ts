import { sqlText } from '#strata/kernel';
import { type DateForm, type NumberForm } from '#strata/kernel/forms';

/** What the cells of a column are. Booleans become 0 and 1, dates milliseconds since 1970 (UTC). */
export type ColumnKind = 'number' | 'boolean' | 'date' | 'category';

/** A column as it stands in the file. */
export interface SourceColumn {
  readonly name: string;
  /** The SQL expression of a cell. */
  readonly sql: string;
  /** The SQL expression of its text. */
  readonly text: string;
  /** DuckDB's type of the column as it is read; VARCHAR for every column of a CSV file. */
  readonly sqlType: string;
  /** What nearly all of its cells are; null where nothing can be learned from it (lists, nested records). */
  readonly kind: ColumnKind | null;
  /** What its texts may be; null for cells of another type. */
  readonly texts: 'anything' | 'dates' | 'text' | null;
  /** The places, from 1, at which the file has columns of this name, where there are several. */
  readonly places?: readonly number[];
}

/** A column to read. */
export interface ColumnRequest {
  readonly name: string;
  /** What its cells are to be read as; as the file's own cells tell, where absent. */
  readonly kind?: ColumnKind;
  /** What separates decimals, where texts are read as numbers; as its cells tell, where absent. */
  readonly decimal?: NumberForm['decimal'];
  /** The form of texts that are read as numbers; as its cells tell, where absent. */
  readonly number?: NumberForm;
  /** The same of dates. */
  readonly date?: DateForm;
  /** What a blank cell means; absent means missing. */
  readonly blank?: number | string;
}

const NUMBER = /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$/;
const DATE = /^(DATE|TIMESTAMP.*)$/;
const NESTED = /(\[\d*\]|^(STRUCT|MAP|UNION|BLOB).*)$/;

/** The kind of a DuckDB type; null for lists, nested records and bytes. */
export function kindOfSqlType(type: string): ColumnKind | null {
  if (NUMBER.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  if (DATE.test(type)) return 'date';
  return NESTED.test(type) ? null : 'category';
}

/**
 * The SQL expression that reads a column: DOUBLE for numbers, booleans and dates, where NaN is missing and NULL is a cell
 * of another kind; VARCHAR for categories, where NULL is missing.
 */
export function columnSql(kind: ColumnKind, { blank }: ColumnRequest, source: SourceColumn): string {
  const { sql } = source;
  if (kind === 'category')
    return withBlank(sql, source.text, blank === undefined ? 'null' : sqlText(String(blank), 'duckdb'));
  const missing = blank === undefined ? `'nan'::double` : `${Number(blank)}::double`;
  return withBlank(sql, SQL_OF[kind](source), missing);
}

const SQL_OF: Readonly<Record<'number' | 'boolean' | 'date', (source: SourceColumn) => string>> = {
  number: ({ sql }) => `try_cast(${sql} as double)`,
  boolean({ sql, sqlType }) {
    if (kindOfSqlType(sqlType) === 'number') return `cast(${sql} <> 0 as double)`;
    if (sqlType === 'BOOLEAN') return `cast(${sql} as double)`;
    const text = `lower(trim(${sql}))`;
    return `case when ${text} in ('true', 't', 'yes', 'y', '1') then 1.0 when ${text} in ('false', 'f', 'no', 'n', '0') then 0.0 end::double`;
  },
  date: ({ sql, sqlType }) =>
    sqlType === 'TIMESTAMP WITH TIME ZONE'
      ? `epoch_ms(${sql})::double`
      : `epoch_ms(try_cast(${sql} as ${sqlType === 'VARCHAR' ? 'timestamptz' : 'timestamp'}))::double`,
};

/**
 * The SQL expression of a cell's text. Whole numbers have no decimal point, as JavaScript writes them: facts of a request
 * are compared by this text.
 */
export function textSql(sql: string, sqlType: string): string {
  if (sqlType === 'VARCHAR') return sql;
  if (!/^(FLOAT|DOUBLE|DECIMAL.*)$/.test(sqlType)) return `cast(${sql} as varchar)`;
  const whole = `${sql} = trunc(${sql}) and abs(${sql}) < 1e15`;
  return `case when ${whole} then cast(cast(${sql} as bigint) as varchar) else cast(${sql} as varchar) end`;
}

function withBlank(cell: string, value: string, missing: string): string {
  return `case when ${cell} is null or trim(cast(${cell} as varchar)) = '' then ${missing} else ${value} end`;
}
