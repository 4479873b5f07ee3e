/** An amount of money as SQL adds it exactly, so that the order of the rows does not matter; NULL for what is none. */
export function exactMoney(amount: string): string {
  return `cast(case when abs(${amount}) < 1e12 then ${amount} end as decimal(18, 4))`;
}
