/** The SQL dialects that conditions and facts are written in. */
export type SqlDialect = 'postgres' | 'duckdb';

/**
 * A text as a literal that nothing can break out of: quotes are doubled, and where PostgreSQL could take a backslash for
 * an escape, depending on its settings, the form is used in which it always does.
 *
 * The text must be storable: no zero character and no broken surrogate pair, see {@link isStorable}.
 */
export function sqlText(text: string, dialect: SqlDialect): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return dialect === 'postgres' && text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** A name of a column or a table, as it is written. */
export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whether a database can hold the text, so that a value could equal it. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Cs}/u.test(text);
}

/** A finite number, exactly: a fraction is written so that it is read as floating point and not as decimal. */
export function sqlNumber(value: number): string {
  const text = Object.is(value, -0) ? '0' : String(value);
  const exact = Number.isSafeInteger(value) || text.includes('e') ? text : `${text}e0`;
  return value < 0 ? `(${exact})` : exact;
}
