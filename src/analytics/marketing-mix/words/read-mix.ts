import { fixedWords } from '#strata/kernel';
import { figure, type Figure, markup, percent } from '#strata/platform/pages';
import { type Estimate } from '#strata/statistics';
import { type ReadReport, type ReportPart } from '../../contract/index.js';
import { type MixReport } from '../findings/mix-report.js';
import { curveChart, weeksChart } from './charts.js';
import { amount, channelWords, figure as digits, mixWords, rangeWords, testWords } from './words.js';

/** The report as a marketer reads it. */
export function readMix(report: MixReport): ReadReport {
  const { source, target, weeks, from, to, channels } = report;
  return {
    subject: `${fixedWords(weeks, 0)} weeks of ${source}, ${from} to ${to}: what ${channels.length === 1 ? 'a channel' : `${fixedWords(channels.length, 0)} channels`} brought of ${target}.`,
    answer: mixWords(report),
    parts: [
      channelPart(report),
      ...equalPart(report),
      ...liftPart(report),
      ...budgetPart(report),
      {
        title: 'What more spend brings',
        figure: markup`<div class="charts">${channels.map((channel, place) => curveChart(channel, target, place))}</div>`,
      },
      rivalPart(report),
      { title: 'The weeks as they were and as the model tells them', figure: weeksChart(report.judged, target) },
    ],
    notes: notesOf(report),
  };
}

function channelPart({ channels, target }: MixReport): ReportPart {
  return {
    title: 'What each channel brings',
    sentences: channels.map(channelWords),
    table: {
      caption: 'Spend and what it brought, by channel',
      head: [
        'Channel',
        figure('Spend a week'),
        figure(`Share of ${target}`),
        figure('Returned for each 1'),
        figure('For one more'),
        figure('In later weeks'),
        'Known?',
      ],
      rows: channels.map(({ channel, weekly, share, returned, marginal, later, identified }) => [
        channel,
        figure(amount(weekly)),
        between(share, (value) => percent(value)),
        between(returned, digits),
        between(marginal, digits),
        between(later, (value) => percent(value, 0)),
        identified ? 'yes' : 'no',
      ]),
    },
  };
}

function between(estimate: Estimate, words: (value: number) => string): Figure {
  return figure(words(estimate.value), `${words(estimate.lower)} to ${words(estimate.upper)}`);
}

function equalPart({ equalFits, channels }: MixReport): readonly ReportPart[] {
  if (equalFits === null) return [];
  const [high, low] = equalFits.fits;
  const place = channels.findIndex(({ channel }) => channel === equalFits.channel);
  const of = (fit: typeof high, index: number) => digits(fit.returned[index] ?? Number.NaN);
  return [
    {
      title: 'Two equally good fits that disagree',
      sentences: [
        `One says that each 1 spent on ${equalFits.channel} returned ${of(high, place)}, the other ${of(low, place)}; they miss the weeks by ${percent(high.error, 2)} and ${percent(low.error, 2)} of the range. Who reports one of them reports a choice.`,
      ],
      table: {
        caption: 'What each 1 spent returned, by two equally good fits',
        head: ['Channel', figure('One fit'), figure('Another')],
        rows: [
          ...channels.map(({ channel }, index) => [channel, figure(of(high, index)), figure(of(low, index))]),
          ['Missed the weeks by', figure(percent(high.error, 2)), figure(percent(low.error, 2))],
        ],
      },
    },
  ];
}

function liftPart({ lifts }: MixReport): readonly ReportPart[] {
  if (lifts.length === 0) return [];
  return [
    {
      title: 'What experiments measured',
      sentences: ['The model takes them for evidence, each as sure as its interval is narrow.'],
      table: {
        caption: 'Experiments, and what the model says of the same weeks',
        head: ['Channel', 'Days', figure('Measured'), figure('The model with it')],
        rows: lifts.map(({ channel, from, to, measured, modelled }) => [
          channel,
          `${from} to ${to}`,
          between(measured, amount),
          between(modelled, amount),
        ]),
      },
    },
  ];
}

function budgetPart({ budget, target }: MixReport): readonly ReportPart[] {
  if (budget === null) return [];
  const tests: ReportPart = {
    title: 'What an experiment would tell',
    sentences: testWords(budget),
    table: {
      caption: 'What it would be worth to know the return of a channel',
      head: ['Channel', figure(`Worth in ${target} a week`)],
      rows: budget.tests.map(({ channel, worth }) => [channel, figure(amount(worth))]),
    },
  };
  if (budget.refused !== null) return [tests];
  return [
    {
      title: 'A better split of the budget',
      sentences: [
        `The spend of the last ${String(budget.weeks)} weeks, scaled channel by channel: ${rangeWords(budget.gain)} more ${target} a week.`,
      ],
      table: {
        caption: 'Spend a week, now and proposed',
        head: ['Channel', figure('Now'), figure('Proposed'), figure('At least'), figure('At most')],
        rows: budget.channels.map(({ channel, present, proposed, least, most }) => [
          channel,
          ...[present, proposed, least, most].map((value) => figure(amount(value))),
        ]),
      },
    },
    tests,
  ];
}

function rivalPart({ judged: { model, rivals, heldOut, inside } }: MixReport): ReportPart {
  return {
    title: 'How well it tells weeks that it did not know',
    sentences: [
      `${percent(inside, 0)} of the ${String(heldOut)} weeks that were held out lie in the interval that was said for them (95 % should).`,
    ],
    table: {
      caption: 'Root mean square error as a share of the range of the target',
      head: ['', figure('Weeks learned from'), figure('Weeks held out')],
      rows: [model, ...rivals].map(({ name, learned, heldOut: error }) => [
        name,
        figure(percent(learned)),
        figure(percent(error)),
      ]),
    },
  };
}

function notesOf({ level, sampling, seed, unseenHolidays = [] }: MixReport): readonly string[] {
  return [
    ...unseenHolidays.map((name) => `No day of ${name} lies in these weeks: nothing is known of what it does.`),
    `Intervals hold ${percent(level, 0)} of ${fixedWords(sampling.draws, 0)} draws from what is known after the data (split R-hat ${sampling.splitRhat.toFixed(3)}, as good as ${fixedWords(sampling.effectiveDraws, 0)} independent draws or more; seed ${String(seed)}).`,
    'Before the data, all media as one channel would bring 0 to 40 % of the target, less being likelier, and each channel more the more is spent on it; media never take away, and together never bring more than everything.',
    'A return counts what was brought in these weeks against what was spent in them. What more spend than ever would bring is not known.',
    `What one week has that the model does not tell goes on into the next with a correlation of ${sampling.carried.toFixed(2)}, which the intervals take into account.`,
    'A model of what went together proves no cause: whoever spends more when demand is high makes a channel look better than it is. An experiment proves it, and its result can be told to the model.',
  ];
}
