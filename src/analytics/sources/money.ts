/** An amount of money as SQL adds it exactly, so that the order of the rows does not matter; NULL for what is none. */
export function exactMoney(below: (bound: string) => string): string {
  return `cast(${below('1e12')} as decimal(18, 4))`;
}
