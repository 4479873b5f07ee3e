import { type CronSchedule, type ReleaseDocuments, timeZoneOf } from '#strata/engine';

/** When something runs. */
export function cronWords(schedule: CronSchedule | undefined, documents: ReleaseDocuments): string {
  if (schedule === undefined) return 'When somebody starts it.';
  const { cron, timeZone = timeZoneOf(documents) } = schedule;
  return `By itself at "${cron}" (minute, hour, day, month, day of the week) by the clocks of ${timeZone}.`;
}
