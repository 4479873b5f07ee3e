/** A figure of ours beside one that is noted with the data. */
export interface Compared {
  readonly what: string;
  readonly ours: number;
  readonly reference: number;
  /** As far as the reference was rounded. */
  readonly within: number;
}

/** Prints them, and says whether all are equal as far as the references go. */
export function printCompared(title: string, figures: readonly Compared[]): boolean {
  console.log(title);
  let holds = true;
  for (const { what, ours, reference, within } of figures) {
    const isEqual = Math.abs(ours - reference) <= within;
    holds &&= isEqual;
    console.log(
      `  ${what.padEnd(34)} ${ours.toPrecision(7).padStart(12)}  reference ${String(reference)}${isEqual ? '' : '  DIFFERS'}`,
    );
  }
  return holds;
}

/** Prints a time beside its bar. */
export function printTime(what: string, seconds: number, bar: number): boolean {
  console.log(`${what}: ${seconds.toFixed(2)} s (bar ${String(bar)} s${seconds > bar ? ', MISSED' : ''})`);
  return seconds <= bar;
}
