import { join } from 'node:path';
import { atOnce } from '#strata/kernel';
import { measureMix, readSeries } from '#strata/analytics/marketing-mix';
import { printTime } from './reference.js';

/** Errors noted with the data, as shares of the range: weeks learned from, weeks held out. */
const NOTED = {
  'ridge with adstock and Hill': [0.071, 0.103],
  'least squares on spend': [0.074, 0.096],
  'the same without media': [0.086, 0.099],
  'the same week a year ago': [0.145, 0.22],
} as const;
/** Two fits of the same error that are noted with the data. */
const EQUALLY_GOOD = [8.5, 24.6] as const;
const BAR_SECONDS = 60;

/** The public weeks: 157 to learn from, 45 held out, six before them that only carry over. */
export async function benchMix(folder: string): Promise<boolean> {
  const file = join(folder, 'robyn_weekly', 'dt_simulated_weekly.csv');
  const question = {
    target: 'revenue',
    channels: ['tv_S', 'ooh_S', 'print_S', 'facebook_S', 'search_S'].map((spend) => ({ channel: spend, spend })),
    controls: ['competitor_sales_B', 'newsletter'],
    holidays: { column: 'events' },
    from: '2016-01-04',
    holdOut: 45,
  };
  const begun = process.cpuUsage();
  const { judged, channels } = atOnce(measureMix(await readSeries({ file }, question), question, { seed: 1 }));
  const { user } = process.cpuUsage(begun);
  console.log('Marketing mix of the public weeks: error in weeks learned from, and held out');
  for (const { name, learned, heldOut } of [judged.model, ...judged.rivals]) {
    console.log(`  ${name.padEnd(34)} ${(learned ?? NaN).toFixed(3)}  ${(heldOut ?? NaN).toFixed(3)}`);
  }
  for (const [name, [learned, heldOut]] of Object.entries(NOTED)) {
    console.log(`  noted: ${name.padEnd(27)} ${learned.toFixed(3)}  ${heldOut.toFixed(3)}`);
  }
  const tv = channels.find(({ channel }) => channel === 'tv_S')?.returned;
  console.log(
    `  return of TV: ${(tv?.value ?? NaN).toFixed(1)} (${(tv?.lower ?? NaN).toFixed(1)} to ${(tv?.upper ?? NaN).toFixed(1)}); noted: two equally good fits say ${EQUALLY_GOOD.join(' and ')}`,
  );
  for (const { channel, returned, identified } of channels) {
    console.log(
      `    ${channel.padEnd(12)} ${returned.value.toFixed(2)} (${returned.lower.toFixed(2)} to ${returned.upper.toFixed(2)})${identified ? '' : ', not identified'}`,
    );
  }
  return printTime('The fits of both', user / 1e6, BAR_SECONDS);
}
