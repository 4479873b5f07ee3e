import { type FactType } from '#strata/engine';
import { derivedFacts } from '#strata/engine/plan';
import { type FactCatalogue } from '#strata/engine';
import { sqlName } from '#strata/kernel';
import { type ColumnKind, textSql } from '#strata/tables/columns';
import { NO_COLUMN } from '../people/audience.js';
import { type FactSourceColumn } from './fact-columns.js';

/** How the cells of a fact's type are read from a file's column. */
export const KIND_OF: Readonly<Record<FactType, ColumnKind | undefined>> = {
  number: 'number',
  boolean: 'boolean',
  string: 'category',
  date: 'date',
  list: undefined,
};

/**
 * The SQL of a cell of a Parquet file as a fact of a type: DOUBLE (never infinite), BOOLEAN, else VARCHAR; NULL is no
 * value. Null where DuckDB cannot say it, so that the cells have to be read one by one.
 */
export function nativeSql(column: string, sqlType: string, type: FactType): string | null {
  const cell = sqlName(column);
  if (type === 'number') return numberSql(cell, sqlType);
  if (type === 'boolean') return booleanSql(cell, sqlType);
  if (type === 'date') return dateSql(cell, sqlType);
  if (type === 'list') return listSql(cell, sqlType);
  const text = textSql(cell, sqlType);
  return NESTED.test(sqlType) ? null : `case when trim(${text}) <> '' then ${text} end`;
}

const WHOLE = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const NESTED = /(\[\d*\]|^(STRUCT|MAP|UNION|BLOB).*)$/;

function numberSql(cell: string, sqlType: string): string | null {
  if (/^(FLOAT|DOUBLE)$/.test(sqlType)) return `case when isfinite(${cell}) then ${cell}::double end`;
  return WHOLE.test(sqlType) || /^(DECIMAL.*|BOOLEAN)$/.test(sqlType) ? `${cell}::double` : null;
}

function booleanSql(cell: string, sqlType: string): string | null {
  if (sqlType === 'BOOLEAN') return cell;
  return WHOLE.test(sqlType) ? `${cell} <> 0` : null;
}

/** Days stay days: in the shop's zone they are another moment than midnight of UTC. */
function dateSql(cell: string, sqlType: string): string | null {
  if (sqlType === 'DATE') return `case when isfinite(${cell}) then strftime(${cell}, '%Y-%m-%d') end`;
  if (sqlType.startsWith('TIMESTAMP'))
    return `case when isfinite(${cell}) then strftime(${cell}, '%Y-%m-%dT%H:%M:%S.%gZ') end`;
  return sqlType === 'VARCHAR' ? cell : null;
}

function listSql(cell: string, sqlType: string): string | null {
  if (/\[\d*\]$/.test(sqlType)) return `to_json(${cell})::varchar`;
  return sqlType === 'VARCHAR' ? cell : null;
}

/** The SQL of a fact, where that of its columns is known. */
export function factSql(
  source: FactSourceColumn,
  columnSql: (column: string, type: FactType) => string,
  language: { readonly catalogue: FactCatalogue; readonly timeZone: string },
): string {
  if (source.kind === 'elsewhere') return NO_COLUMN;
  if (source.kind === 'column') return columnSql(source.column, source.type);
  const { name, parts } = source;
  return derivedFacts(language.catalogue, language.timeZone).toSql(name, 'duckdb', (part) => {
    const found = parts.get(part);
    return {
      sql: found === undefined ? 'null' : `(${factSql(found, columnSql, language)})`,
      type: found?.type ?? 'number',
    };
  });
}

/** The columns that facts are read from, each once with the type of the fact. */
export function columnsRead(sources: readonly FactSourceColumn[]): ReadonlyMap<string, FactType> {
  const read = new Map<string, FactType>();
  const add = (source: FactSourceColumn): void => {
    if (source.kind === 'column') read.set(source.column, source.type);
    else if (source.kind === 'derived') source.parts.forEach(add);
  };
  sources.forEach(add);
  return read;
}
