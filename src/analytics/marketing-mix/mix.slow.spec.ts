import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MixReport } from './findings/mix-report.js';
import { readMix } from './index.js';
import { channelOf, QUESTION, removeFiles, reportOf, weeksOf } from './support/weeks.js';

afterAll(removeFiles);

describe('channels that move together', () => {
  const rows = weeksOf({ together: true, tvBrings: 300 });
  let report: MixReport;
  beforeAll(async () => {
    report = await reportOf('together', rows);
  });

  test('give the same bytes by the same seed', async () => {
    expect(JSON.stringify(await reportOf('together', rows))).toBe(JSON.stringify(report));
  });

  test('are not told apart, and the report says why', () => {
    expect(report.channels.map(({ identified }) => identified)).toEqual([false, false]);
    const { sentences } = readMix(report).parts[0]!;
    expect(sentences?.[0]).toMatch(
      /^TV’s return is not identified by these data: between .* and .* for each 1 spent; TV and print move together \(correlation (0\.9\d|1\.00)\)/,
    );
  });

  test('have two equally good fits that disagree', () => {
    const [high, low] = report.equalFits!.fits;
    const place = report.channels.findIndex(({ channel }) => channel === report.equalFits!.channel);
    expect(Math.abs(high.error / low.error - 1)).toBeLessThanOrEqual(0.0101);
    expect(high.returned[place]! / low.returned[place]!).toBeGreaterThan(1.5);
  });

  test('no other split is advised, and the experiment that would teach the most is named', () => {
    expect(report.budget!.refused).not.toBeNull();
    expect(readMix(report).answer.join(' ')).toMatch(
      /No other split of the budget is advised.*An experiment in (TV|print) would teach the most/,
    );
  });

  test('an experiment tells them apart', async () => {
    const weeks = rows.slice(60, 68);
    const effect = weeks.reduce((sum, { tv }) => sum + (300 * tv) / (tv + 100), 0);
    const lift = {
      channel: 'TV',
      from: weeks[0]!.week,
      to: weeks.at(-1)!.week,
      effect,
      lower: 0.9 * effect,
      upper: 1.1 * effect,
    };
    const known = await reportOf('lift', rows, { ...QUESTION, lifts: [lift] });
    const width = (of: MixReport) => channelOf(of, 'TV').returned.upper - channelOf(of, 'TV').returned.lower;
    expect(width(known)).toBeLessThan(0.6 * width(report));
    expect(known.lifts[0]!.modelled.value / effect).toBeCloseTo(1, 0);
  });
});
