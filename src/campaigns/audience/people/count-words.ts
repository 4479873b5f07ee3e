/** A number of things: "1 row", "12,000 rows". */
export function countWords(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}
