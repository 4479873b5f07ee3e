/** What the cells of a column are. Booleans become 0 and 1, dates milliseconds since 1970 (UTC). */
export type ColumnKind = 'number' | 'boolean' | 'date' | 'category';

/** A column as it stands in the file. */
export interface SourceColumn {
  readonly name: string;
  /** DuckDB's type of the column as it is read; VARCHAR for every column of a CSV file. */
  readonly sqlType: string;
  /** What all of its cells are; null where nothing can be learned from it (lists, nested records). */
  readonly kind: ColumnKind | null;
}

/** A column to read. */
export interface ColumnRequest {
  readonly name: string;
  /** What its cells are to be read as; as the file's own cells tell, where absent. */
  readonly kind?: ColumnKind;
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
export function columnSql({ name, kind, blank }: ColumnRequest, source: SourceColumn): string {
  const cell = quoteName(name);
  const wanted = kind ?? source.kind ?? 'category';
  if (wanted === 'category')
    return withBlank(cell, categorySql(cell, source), blank === undefined ? 'null' : quoteText(String(blank)));
  const missing = blank === undefined ? `'nan'::double` : `${Number(blank)}::double`;
  return withBlank(cell, SQL_OF[wanted](cell, source), missing);
}

const SQL_OF: Readonly<Record<'number' | 'boolean' | 'date', (cell: string, source: SourceColumn) => string>> = {
  number: (cell) => `try_cast(${cell} as double)`,
  boolean(cell, { sqlType }) {
    if (kindOfSqlType(sqlType) === 'number') return `cast(${cell} <> 0 as double)`;
    if (sqlType === 'BOOLEAN') return `cast(${cell} as double)`;
    const text = `lower(trim(${cell}))`;
    return `case when ${text} in ('true', 't', 'yes', 'y', '1') then 1.0 when ${text} in ('false', 'f', 'no', 'n', '0') then 0.0 end::double`;
  },
  date: (cell, { sqlType }) =>
    sqlType === 'TIMESTAMP WITH TIME ZONE'
      ? `epoch_ms(${cell})::double`
      : `epoch_ms(try_cast(${cell} as ${sqlType === 'VARCHAR' ? 'timestamptz' : 'timestamp'}))::double`,
};

/** Whole numbers without a decimal point, as JavaScript writes them: facts of a request are compared by this text. */
function categorySql(cell: string, { sqlType }: SourceColumn): string {
  if (!/^(FLOAT|DOUBLE|DECIMAL.*)$/.test(sqlType)) return `cast(${cell} as varchar)`;
  const whole = `${cell} = trunc(${cell}) and abs(${cell}) < 1e15`;
  return `case when ${whole} then cast(cast(${cell} as bigint) as varchar) else cast(${cell} as varchar) end`;
}

function withBlank(cell: string, value: string, missing: string): string {
  return `case when ${cell} is null or trim(cast(${cell} as varchar)) = '' then ${missing} else ${value} end`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
