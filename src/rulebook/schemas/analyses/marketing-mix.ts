import { z } from 'zod';
import { type Analysis } from '#strata/engine';
import { isDateOnly, jsonPointer } from '#strata/kernel';
import { countUpTo, share } from '../parts/common.js';
import { analysisOf, type AnalysisForm, type AnalysisProblem } from './form.js';

/** Channels in advertising, and what is asked of them: columns of a table with a row a week. */
export interface MixQuestion {
  /** The column of the week's first day; the only column of dates unless told. */
  readonly date?: string;
  /** The column of what media are to move, such as the revenue. */
  readonly target: string;
  readonly channels: readonly MixChannel[];
  /** Columns of numbers that move the target, too, such as prices or competitors' sales. */
  readonly controls?: readonly string[];
  readonly holidays?: {
    /** A column that names the event of a week; blank, "na" and "none" are weeks without one. */
    readonly column?: string;
    /** Days by the name of their holiday. */
    readonly dates?: Readonly<Record<string, readonly string[]>>;
  };
  /** Waves of the season a year; 3 unless told, 0 is no season. */
  readonly season?: number;
  /** Linear unless told. */
  readonly trend?: 'linear' | 'none';
  /** The first week that is fitted; spend of weeks before it carries over. */
  readonly from?: string;
  /** How many of the last weeks judge the model; a fifth unless told. */
  readonly holdOut?: number;
  /** What experiments measured. */
  readonly lifts?: readonly MixLift[];
  readonly budget?: MixBudget;
}

/** A channel, and the column of what was spent on it. */
interface MixChannel {
  readonly channel: string;
  readonly spend: string;
  /** How it goes on working; geometric unless told. */
  readonly adstock?: 'geometric' | 'weibull-cdf' | 'weibull-pdf';
}

/** What an experiment measured: how much of the target the channel brought in some weeks. */
export interface MixLift {
  readonly channel: string;
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  readonly effect: number;
  /** Its interval. */
  readonly lower: number;
  readonly upper: number;
  /** Of the interval; 0.95 unless told. */
  readonly level?: number;
  /** The share of all customers that the figures are of; 1 unless told. */
  readonly share?: number;
}

/** Bounds in which spend may be moved. */
export interface MixBudget {
  /** A week, in all channels; as it was unless told. */
  readonly total?: number;
  /** By which share each channel may change; 0.3 unless told. */
  readonly change?: number;
  /** Bounds of single channels, a week. */
  readonly channels?: Readonly<Record<string, { readonly least?: number; readonly most?: number }>>;
}

/** What each channel brings, and how sure that is. */
export interface MarketingMixAnalysis extends Analysis, MixQuestion {
  readonly kind: 'marketing-mix';
}

const column = z.string().min(1, { error: "a column's name" });
const name = z.string().min(1, { error: 'a name' }).max(100, { error: 'at most 100 characters' });
const day = z.string().refine(isDateOnly, { error: 'a day, such as 2026-03-02' });
const amount = z.number().min(0, { error: 'an amount of 0 or more' });
const level = z
  .number()
  .min(0.5, { error: 'a level from 0.5 to 0.999' })
  .max(0.999, { error: 'a level from 0.5 to 0.999' });

/** The forms of carry-over. */
export const ADSTOCK_FORMS = ['geometric', 'weibull-cdf', 'weibull-pdf'] as const;

/** Members of a question about channels, in documents. */
const QUESTION = {
  date: column.exactOptional().describe("The column of the week's first day; the only column of dates unless told"),
  target: column.describe('The column of what media are to move, such as the revenue of the week'),
  channels: z
    .array(
      z.strictObject({
        channel: name.describe('The channel, as reports call it'),
        spend: column.describe('The column of what was spent on it'),
        adstock: z
          .enum(ADSTOCK_FORMS)
          .exactOptional()
          .describe('How it goes on working in later weeks; geometric unless told'),
      }),
    )
    .min(1, { error: 'at least one channel' })
    .max(20, { error: 'at most 20 channels' })
    .describe('The channels, and the columns of their spend'),
  controls: z
    .array(column)
    .exactOptional()
    .describe('Columns of numbers that move the target, too, such as prices or competitors'),
  holidays: z
    .strictObject({
      column: column
        .exactOptional()
        .describe('The column that names the event of a week; blank, na and none are weeks without one'),
      dates: z.record(name, z.array(day)).exactOptional().describe('Days by the name of their holiday'),
    })
    .exactOptional()
    .describe('Events that move the target'),
  season: z
    .int({ error: 'a whole number from 0 to 10' })
    .min(0, { error: 'a whole number from 0 to 10' })
    .max(10, { error: 'a whole number from 0 to 10' })
    .exactOptional()
    .describe('Waves of the season a year (Fourier); 3 unless told'),
  trend: z.enum(['linear', 'none']).exactOptional().describe('Linear unless told'),
  from: day.exactOptional().describe('The first week that is fitted; spend of weeks before it carries over'),
  holdOut: countUpTo(520).exactOptional().describe('How many of the last weeks judge the model; a fifth unless told'),
  lifts: z
    .array(
      z.strictObject({
        channel: name.describe('One of the channels'),
        from: day.describe('The first day that was measured'),
        to: day.describe('The last day that was measured'),
        effect: z.number().describe('What the channel brought in that time, in the unit of the target'),
        lower: z.number().describe('Where its interval begins'),
        upper: z.number().describe('Where its interval ends'),
        level: level.exactOptional().describe('Of the interval; 0.95 unless told'),
        share: share.exactOptional().describe('The share of all customers that the figures are of; 1 unless told'),
      }),
    )
    .exactOptional()
    .describe('What experiments measured of channels'),
  budget: z
    .strictObject({
      total: amount.exactOptional().describe('What may be spent a week in all channels; as it was unless told'),
      change: share.exactOptional().describe('By which share each channel may change; 0.3 unless told'),
      channels: z
        .record(name, z.strictObject({ least: amount.exactOptional(), most: amount.exactOptional() }))
        .exactOptional()
        .describe('What may be spent a week on single channels'),
    })
    .exactOptional()
    .describe('In which bounds spend may be moved'),
};

/** `"kind": "marketing-mix"` */
export const marketingMix: AnalysisForm<MarketingMixAnalysis> = {
  kind: 'marketing-mix',
  schema: analysisOf('marketing-mix', 'What each advertising channel brings, and how sure that is', {
    data: z
      .string()
      .min(1, { error: 'a file below DATA_DIR' })
      .max(500, { error: 'at most 500 characters' })
      .exactOptional()
      .describe('The file with a row a week, below DATA_DIR, that runs read unless another one is named'),
    ...QUESTION,
  }),
  outputs: () => ({}),
  names: () => [],
  events: () => [],
  problems: mixProblems,
  words: ({ channels, target, controls = [], lifts = [], budget }, analyses) =>
    analyses.marketingMix({
      channels: channels.map(({ channel }) => channel),
      target,
      controls,
      lifts: lifts.map(({ channel }) => channel),
      hasBudget: budget !== undefined,
    }),
};

/** What is wrong with a question beyond its form. */
export function mixProblems(question: MixQuestion): readonly AnalysisProblem[] {
  return [...channelProblems(question), ...columnProblems(question), ...liftProblems(question)];
}

/** A column says one thing: a target that is its own cause, or spend that is a control as well, fits everything and nothing. */
function columnProblems({ target, channels, controls = [] }: MixQuestion) {
  const spends = channels.map(({ spend }) => spend);
  return [
    ...spends.flatMap((spend, place) =>
      spend === target ? [{ pointer: `/channels/${String(place)}/spend`, message: `"${spend}" is the target` }] : [],
    ),
    ...controls.flatMap((control, place) => {
      const pointer = `/controls/${String(place)}`;
      if (control === target) return [{ pointer, message: `"${control}" is the target` }];
      return spends.includes(control) ? [{ pointer, message: `"${control}" is the spend of a channel` }] : [];
    }),
  ];
}

function channelProblems({ channels, budget }: MixQuestion) {
  const known = channels.map(({ channel }) => channel);
  const twice = channels.flatMap(({ channel, spend }, place) => {
    const before = channels.slice(0, place);
    if (before.some((other) => other.channel === channel))
      return [{ pointer: `/channels/${String(place)}/channel`, message: `there are two channels "${channel}"` }];
    if (before.some((other) => other.spend === spend))
      return [{ pointer: `/channels/${String(place)}/spend`, message: `two channels have the column "${spend}"` }];
    return [];
  });
  const bounds = Object.entries(budget?.channels ?? {}).flatMap(([channel, { least = 0, most = Infinity }]) => {
    const pointer = jsonPointer(['budget', 'channels', channel]);
    if (!known.includes(channel)) return [unknownChannel(pointer, channel, known)];
    return least > most ? [{ pointer, message: 'the least is more than the most' }] : [];
  });
  return [...twice, ...bounds];
}

function liftProblems({ channels, lifts = [] }: MixQuestion) {
  const known = channels.map(({ channel }) => channel);
  return lifts.flatMap(({ channel, from, to, effect, lower, upper }, place) => {
    const pointer = `/lifts/${String(place)}`;
    if (!known.includes(channel)) return [unknownChannel(`${pointer}/channel`, channel, known)];
    if (from > to) return [{ pointer: `${pointer}/to`, message: 'the experiment ends before it begins' }];
    if (!(lower < upper) || effect < lower || effect > upper)
      return [{ pointer, message: 'the interval does not hold the effect', expected: 'lower < upper around it' }];
    return [];
  });
}

function unknownChannel(pointer: string, channel: string, known: readonly string[]) {
  return { pointer, message: `there is no channel "${channel}"`, expected: known.join(', ') };
}
