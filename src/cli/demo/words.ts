/** A share in per cent. */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits).replace('-', '−')} %`;
}

/** An amount of money to the cent. */
export function money(amount: number): string {
  return amount.toFixed(2).replace('-', '−');
}

/** A whole number with thousands set apart. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en').replace('-', '−');
}
