/** A number for people, with so many decimals; a dash where nobody knows it. */
export function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}
