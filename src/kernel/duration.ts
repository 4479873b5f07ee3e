const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const MILLISECONDS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000] as const;

/**
 * Milliseconds of an ISO-8601 duration of weeks, days and smaller whole units (`P7D`, `PT24H`, `P1DT12H`); null where it
 * is none. Months and years have no fixed length and are refused.
 */
export function durationMilliseconds(text: string): number | null {
  const parts = DURATION.exec(text);
  if (parts === null) return null;
  return MILLISECONDS.reduce((sum, unit, i) => sum + unit * Number(parts[i + 1] ?? 0), 0);
}

/** 100 years: a moment that is farther away may be no date. */
const LONGEST = 36_525 * 86_400_000;

/** Whether a document may say this duration: one that {@link durationMilliseconds} reads, of at most 100 years. */
export function isDuration(text: string): boolean {
  const milliseconds = durationMilliseconds(text);
  return milliseconds !== null && milliseconds <= LONGEST;
}
