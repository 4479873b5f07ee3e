export const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
/** Mean of the Gregorian calendar. */
const YEAR_MS = 365.2425 * DAY_MS;

/** Length of the date of an ISO moment. */
const DATE = 10;

/** 2026-03-02. @param moment milliseconds since 1970 */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, DATE);
}

/** How far a moment is into its year, as an angle in radians. */
export function seasonAngle(moment: number): number {
  return (2 * Math.PI * moment) / YEAR_MS;
}
