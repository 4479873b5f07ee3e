import { criticalValue } from '#strata/statistics';
import { type MixLift, type MixQuestion } from '#strata/rulebook/schemas';
import { StrataError } from '#sdk';
import { type BaseColumn } from '../model/base.js';
import { type MixWeeks } from '../model/mix-model.js';
import { badColumn, type MixSeries, type NamedColumn } from './series.js';
import { DAY_MS, dayOf, seasonAngle, WEEK_MS } from './weeks.js';

/** Weeks as a model takes them, and how many of them judge it. */
export interface PreparedMix {
  readonly weeks: MixWeeks;
  /** All weeks but those of the warm-up. */
  readonly rows: number;
  readonly heldOut: number;
}

/** Weeks that an advertisement works at most, its own included. */
const LAGS = 13;
const SEASON = 3;
const HOLD_OUT = 0.2;
/** A year, so that season and media can be told apart at all. */
const LEAST_WEEKS = 52;
/** If all channels were one, it would bring less than twice this share of the target before the data, in 19 of 20 cases. */
const SHARE_SPREAD = 0.2;
const LEVEL = 0.95;
/** In standard deviations of a week's noise: next to no belief, and enough that columns may depend on each other. */
const SPREAD = { intercept: 1000, other: 10 } as const;

/** @throws StrataError TOO_FEW_EXAMPLES, BAD_COLUMN for a column that never changes, BAD_USAGE for a lift outside of the weeks */
export function prepareMix(series: MixSeries, question: MixQuestion): PreparedMix {
  const { weeks, warmUp } = series;
  const rows = weeks.length - warmUp;
  const heldOut = question.holdOut ?? Math.round(HOLD_OUT * rows);
  const base = baseColumns(series, question, rows - heldOut);
  refuseFew(series, rows - heldOut, base.length + series.spends.length);
  refuseConstant(series, rows - heldOut);
  return {
    rows,
    heldOut,
    weeks: {
      base,
      warmUp,
      lags: LAGS,
      shareSpread: SHARE_SPREAD,
      target: series.target.values.slice(warmUp),
      channels: question.channels.map(({ channel, adstock = 'geometric' }, place) => ({
        name: channel,
        form: adstock,
        spend: series.spends[place]?.values ?? new Float64Array(),
      })),
      lifts: (question.lifts ?? []).map((lift) => liftIn(lift, series, question)),
    },
  };
}

function baseColumns(
  { weeks, warmUp, controls, holidays }: MixSeries,
  { season = SEASON, trend = 'linear' }: MixQuestion,
  fitted: number,
): readonly BaseColumn[] {
  const moments = weeks.slice(warmUp);
  const column = (name: string, values: Float64Array): BaseColumn => ({ name, values, spread: SPREAD.other });
  const waves = Array.from({ length: season }, (_, wave) => wave + 1).flatMap((wave) => [
    column(
      `season ${String(wave)} sine`,
      moments.map((moment) => Math.sin(wave * seasonAngle(moment))),
    ),
    column(
      `season ${String(wave)} cosine`,
      moments.map((moment) => Math.cos(wave * seasonAngle(moment))),
    ),
  ]);
  return [
    { name: 'level', values: moments.map(() => 1), spread: SPREAD.intercept },
    ...(trend === 'none'
      ? []
      : [
          column(
            'trend',
            standardised(
              moments.map((_, week) => week),
              fitted,
            ),
          ),
        ]),
    ...waves,
    ...controls.map(({ name, values }) => column(name, standardised(values.slice(warmUp), fitted))),
    ...holidays.map(({ name, values }) => column(name, values.slice(warmUp))),
  ];
}

/** Mean 0 and deviation 1 in the first weeks. */
function standardised(values: Float64Array, fitted: number): Float64Array {
  const known = values.subarray(0, fitted);
  const mean = known.reduce((sum, value) => sum + value, 0) / fitted;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / fitted);
  return values.map((value) => (value - mean) / (deviation === 0 ? 1 : deviation));
}

function refuseFew({ source }: MixSeries, fitted: number, columns: number): void {
  const least = Math.max(LEAST_WEEKS, 2 * columns);
  if (fitted >= least) return;
  throw new StrataError('TOO_FEW_EXAMPLES', `${source} has too few weeks.`, {
    problems: [
      {
        file: source,
        message: `${String(Math.max(0, fitted))} weeks are left to learn from beside those that judge the model`,
        expected: `at least ${String(least)}, for ${String(columns)} columns`,
      },
    ],
  });
}

function refuseConstant({ source, weeks, target, spends, controls, warmUp }: MixSeries, fitted: number): void {
  const changes = ({ values }: NamedColumn): boolean => {
    const known = values.subarray(warmUp, warmUp + fitted);
    return known.some((value) => value !== known[0]);
  };
  for (const column of [target, ...spends, ...controls]) {
    const blank = column.values.findIndex((value) => !Number.isFinite(value));
    if (blank !== -1) {
      const message = `the week of ${dayOf(weeks[blank] ?? 0)} has no number`;
      throw badColumn(source, column.name, message, 'a number in every week; 0 where nothing was spent');
    }
    if (!changes(column)) {
      const message = 'never changes in the weeks to learn from';
      throw badColumn(source, column.name, message, 'a column that changes, or none: such weeks tell nothing of it');
    }
  }
  const sum = target.values.subarray(warmUp, warmUp + fitted).reduce((all, value) => all + value, 0);
  if (!(sum > 0)) throw badColumn(source, target.name, 'is 0 or less on average', 'what media bring, such as revenue');
}

function liftIn(
  lift: MixLift,
  { weeks, warmUp, source }: MixSeries,
  { channels }: MixQuestion,
): MixWeeks['lifts'][number] {
  const { from, to, effect, lower, upper, level = LEVEL, share = 1 } = lift;
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
  const inside = [...weeks.keys()].filter((place) => {
    const week = weeks[place] ?? 0;
    // Most of the week, so that an experiment of seven days that begins on another day is a week.
    return Math.min(week + WEEK_MS, last + DAY_MS) - Math.max(week, first) >= WEEK_MS / 2;
  });
  const [begin, end] = [inside[0], inside.at(-1)];
  if (begin === undefined || end === undefined || begin < warmUp) {
    throw new StrataError('BAD_USAGE', `The experiment with ${lift.channel} is not in the weeks of ${source}.`, {
      problems: [
        {
          message: `${from} to ${to} is no week of it`,
          expected: `weeks from ${dayOf(weeks[warmUp] ?? 0)} to ${dayOf(weeks.at(-1) ?? 0)}`,
        },
      ],
    });
  }
  return {
    channel: channels.findIndex(({ channel }) => channel === lift.channel),
    from: begin,
    to: end + 1,
    effect: effect / share,
    standardError: (upper - lower) / (2 * criticalValue(level) * share),
  };
}
