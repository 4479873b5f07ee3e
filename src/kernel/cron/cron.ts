import { Cron } from 'croner';

const FIVE_FIELDS = /^\S+( +\S+){4}$/;
/** Any moment does to tell whether there is ever a turn. */
const SOME_DAY = Date.UTC(2026, 0, 1);

/**
 * What is wrong with a cron expression of five fields (minute, hour, day of the month, month, day of the week); undefined
 * where it is one and has a turn some day.
 */
export function cronProblem(cron: string): string | undefined {
  if (!FIVE_FIELDS.test(cron)) return 'It does not have five fields';
  try {
    return nextTurn(cron, 'UTC', SOME_DAY) === null ? 'It has no turn, ever' : undefined;
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error.message.replace(/^CronPattern: /, '');
    throw error;
  }
}

/**
 * The first turn of a cron expression after a moment, both in milliseconds since 1970; null where there is none. A time of
 * day that clocks skip counts as later by what they skip; of two (when clocks go back) the first is meant.
 * @throws TypeError, RangeError where {@link cronProblem} finds something, or the time zone is unknown
 */
export function nextTurn(cron: string, timeZone: string, after: number): number | null {
  const turns = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true });
  return turns.nextRun(new Date(after))?.getTime() ?? null;
}
