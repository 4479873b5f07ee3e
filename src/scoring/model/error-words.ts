const MOST_CHARACTERS = 1000;

/** What was thrown, in words of bounded length. */
export function errorWords(error: unknown): string {
  try {
    return bounded(error instanceof Error ? error.message : String(error));
  } catch {
    return 'something that cannot be told';
  }
}

/** No longer than words in an answer may be. */
export function bounded(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
