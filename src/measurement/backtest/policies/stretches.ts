/** Rows of a log that follow one another: somebody who learns knows the same about all of them. */
export interface Stretch {
  /** Positions in the log, by time. */
  readonly rows: Uint32Array;
  /** When the first of them was decided: milliseconds since 1970. */
  readonly from: number;
}

/** Servers learn every few seconds; more stretches than this change nothing that could be seen. */
const MOST = 50;

/**
 * A log in stretches by time, of about equal rows, each moment in one of them. It begins when the first window is over: before
 * that nobody could have learned anything, so that these rows only teach, as those without a time do not even do.
 *
 * @param times when each row was decided: milliseconds since 1970
 * @param within how long a goal may take, in milliseconds
 */
export function stretchesOf(times: Float64Array, within: number): readonly Stretch[] {
  const order = byTime(times);
  const first = times[order[0] ?? 0] ?? Number.NaN;
  const judged = order.filter((row) => isKnownBy(times[row] ?? Number.NaN, first, within));
  const size = Math.ceil(judged.length / MOST);
  const momentAt = (place: number) => times[judged[place] ?? 0] ?? Number.NaN;
  const stretches: Stretch[] = [];
  let begin = 0;
  while (begin < judged.length) {
    let end = Math.min(judged.length, begin + size);
    while (end < judged.length && momentAt(end) === momentAt(end - 1)) end++;
    stretches.push({ rows: judged.subarray(begin, end), from: momentAt(begin) });
    begin = end;
  }
  return stretches;
}

/** Positions in the order of time; rows without a time are left out. */
export function byTime(times: Float64Array): Uint32Array {
  const known = Uint32Array.from(times.keys()).filter((row) => !Number.isNaN(times[row]));
  return known.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
}

/** Whether what came of something that was done `at` is known by a moment, and was done before it. */
export function isKnownBy(moment: number, at: number, within: number): boolean {
  return at + within <= moment && at < moment;
}
