export {
  type ColumnKind,
  type ColumnRequest,
  type SourceColumn,
  columnSql,
  kindOfSqlType,
  textSql,
} from './column-sql.js';
export { ColumnBuilder, type TableColumn, cellOf, pickRows } from './table-column.js';
