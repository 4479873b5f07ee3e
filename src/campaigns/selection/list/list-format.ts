/** The formats that a list is written in. */
export const LIST_FORMATS = ['parquet', 'csv', 'ndjson'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];
