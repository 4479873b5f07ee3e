/** Values of which the text is kept, of each place of a condition. */
const MOST = 256;
/** Characters; longer texts are seldom met again. */
const LONGEST = 40;

/**
 * The same function, which keeps what it made of the values that it met: of a count, a number of days, a membership level
 * there are few, and most people share theirs with many.
 */
export function remembering(make: (value: unknown) => string): (value: unknown) => string {
  const known = new Map<unknown, string>();
  return (value) => {
    if (typeof value === 'object' || (typeof value === 'string' && value.length > LONGEST)) return make(value);
    const before = known.get(value);
    if (before !== undefined) return before;
    if (known.size >= MOST) known.clear();
    const text = make(value);
    known.set(value, text);
    return text;
  };
}
