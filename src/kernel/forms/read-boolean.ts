const BOOLEANS: ReadonlyMap<string, number> = new Map([
  ...['true', 't', 'yes', 'y', '1'].map((word) => [word, 1] as const),
  ...['false', 'f', 'no', 'n', '0'].map((word) => [word, 0] as const),
]);

/** 1 for yes, 0 for no, as a text says it; undefined for another text. */
export function readBoolean(text: string): number | undefined {
  return BOOLEANS.get(text.trim().toLowerCase());
}
