const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text for a literal in single quotes of a dialect that reads backslashes as escapes. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\\']/g, (character) => `\\${character}`)
    .replaceAll(/[\n\r\t]/g, (space) => ESCAPES[space] ?? space);
}
