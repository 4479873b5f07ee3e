import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { englishLeft } from '../../../test/support/english-left.js';
import { mixProblems } from '#strata/rulebook/schemas';
import { reportPage } from '../report/index.js';
import { type MixReport } from './findings/mix-report.js';
import { readMix } from './index.js';
import { channelOf, QUESTION, removeFiles, reportOf, type Week, weeksOf } from './support/weeks.js';

afterAll(removeFiles);

describe('channels that are spent on apart', () => {
  const rows = weeksOf({ together: false });
  const spent = rows.reduce((sum, { tv }) => sum + tv, 0);
  const truth = rows.reduce((sum, { tv }) => sum + (2_000 * tv) / (tv + 100), 0) / spent;
  let report: MixReport;
  beforeAll(async () => {
    report = await reportOf('apart', rows);
  });

  test('what a channel returned lies in its interval, which is narrow', () => {
    const { returned, identified } = channelOf(report, 'TV');
    expect(returned.lower).toBeLessThan(truth);
    expect(returned.upper).toBeGreaterThan(truth);
    expect(identified).toBe(true);
  });

  test('a channel that brings nothing is not said to bring something', () => {
    const { share, identified } = channelOf(report, 'print');
    expect(identified).toBe(false);
    expect(share.lower).toBeLessThan(0.02);
  });

  test('beats what knows no media in the weeks that were held out', () => {
    const { model, rivals, inside } = report.judged;
    for (const { heldOut } of rivals.slice(0, 2)) expect(model.heldOut!).toBeLessThan(heldOut!);
    expect(inside).toBeGreaterThan(0.7);
  });

  test('the first sentence says what is known and what is not', () => {
    const [first] = readMix(report).answer;
    expect(first).toMatch(
      /^These data say what TV \(.* for each 1 spent\) returned in revenue, but not what print did\.$/,
    );
  });

  test('the page is told in Chinese, its charts too', () => {
    const page = reportPage(readMix(report), { title: '营销组合', at: 0, language: 'zh' });
    expect(page).toContain('各渠道带来了什么');
    expect(englishLeft(page)).toEqual([]);
  });

  test('spend moves to what is known to bring more, with the interval of what that gains', () => {
    const { refused, gain, channels } = report.budget!;
    expect(refused).toBeNull();
    expect(gain.lower).toBeGreaterThan(0);
    expect(channels.map(({ present, proposed }) => Math.sign(proposed - present))).toEqual([1, -1]);
    for (const { proposed, least, most } of channels) {
      expect(proposed).toBeGreaterThanOrEqual(least - 1e-9);
      expect(proposed).toBeLessThanOrEqual(most + 1e-9);
    }
  });
});

test('a channel alone has its budget where it should be, and a holiday of other years is noted', async () => {
  const [tv] = QUESTION.channels;
  const holidays = { dates: { easter: ['2031-04-13'], start: ['2023-01-03'] } };
  const question = { ...QUESTION, channels: [tv!], holidays };
  const read = readMix(await reportOf('alone', weeksOf({ together: false }), question));
  expect(read.answer).toContain('Within these bounds the budget is where it should be.');
  expect(read.notes.filter((note) => note.includes('nothing is known'))).toEqual([
    'No day of easter lies in these weeks: nothing is known of what it does.',
  ]);
});

describe('a table that cannot be measured is refused with the place', () => {
  const rows = weeksOf({ together: false });
  const problemOf = async (name: string, changed: readonly Week[], question = QUESTION): Promise<string> => {
    const failed = await reportOf(name, changed, question).catch((error: unknown) => error as { message: string });
    return 'message' in failed ? failed.message : 'no error';
  };

  test.each<[string, readonly Week[], RegExp]>([
    ['a missing week', rows.filter((_, place) => place !== 10), /the week of 2023-03-13 is missing/],
    ['a week twice', [...rows, rows[4]!], /the week of 2023-01-30 is there twice/],
    [
      'days',
      rows.map((row, place) => ({ ...row, week: `2023-01-${String((place % 28) + 1).padStart(2, '0')}` })),
      /is there twice|days after/,
    ],
    [
      'negative spend',
      rows.map((row, place) => (place === 3 ? { ...row, tv: -1 } : row)),
      /"tv".*2023-01-23 less than nothing/,
    ],
    [
      'months',
      rows.map((row, place) => ({
        ...row,
        week: `${String(2014 + Math.floor(place / 12))}-${String((place % 12) + 1).padStart(2, '0')}-01`,
      })),
      /2014-02-01 is 31 days after 2014-01-01/,
    ],
    [
      'weeks by number',
      rows.map((row, place) => ({ ...row, week: `2023-W${String(place)}` })),
      /no column has the first day of each week/,
    ],
    [
      'a blank spend',
      rows.map((row, place) => (place === 3 ? { ...row, tv: Number.NaN } : row)),
      /"tv": the week of 2023-01-23 has no number/,
    ],
    ['a channel without spend', rows.map((row) => ({ ...row, print: 0 })), /"print": never changes/],
    ['few weeks', rows.slice(0, 60), /too few weeks/],
  ])('%s', async (name, changed, message) => {
    expect(await problemOf(name, changed)).toMatch(message);
  });

  test('columns that say two things', () => {
    const channels = [{ channel: 'TV', spend: 'revenue' }];
    expect(mixProblems({ ...QUESTION, channels, controls: ['revenue'] })).toMatchObject([
      { pointer: '/channels/0/spend', message: '"revenue" is the target' },
      { pointer: '/controls/0', message: '"revenue" is the target' },
    ]);
    expect(mixProblems({ ...QUESTION, controls: ['tv'] })).toMatchObject([
      { message: '"tv" is the spend of a channel' },
    ]);
  });

  test('an experiment outside of the weeks', async () => {
    const lift = { channel: 'TV', from: '2020-01-06', to: '2020-02-02', effect: 1, lower: 0, upper: 2 };
    expect(await problemOf('lift', rows, { ...QUESTION, lifts: [lift] })).toMatch(/is not in the weeks/);
  });
});
