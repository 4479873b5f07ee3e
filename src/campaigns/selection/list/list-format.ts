/** The formats that a list is written in. */
export type ListFormat = 'parquet' | 'csv' | 'ndjson';
