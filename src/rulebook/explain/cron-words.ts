import { type CronSchedule, timeZoneOf } from '#strata/engine';
import { type Telling } from './telling.js';

/** When something runs. */
export function cronWords(schedule: CronSchedule | undefined, { documents, phrases }: Telling): string {
  if (schedule === undefined) return phrases.campaigns.byHand;
  const { cron, timeZone = timeZoneOf(documents) } = schedule;
  return phrases.campaigns.cron(cron, timeZone);
}
