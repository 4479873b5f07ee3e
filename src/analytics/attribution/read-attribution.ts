import { type CreditMethod } from '#strata/rulebook/schemas';
import { type Language } from '#strata/kernel/texts';
import { figure, fixed, percent, whole } from '#strata/platform/pages';
import { type ReadReport, type ReportPart } from '../contract/index.js';
import { analysisPhrases } from '../words/index.js';
import { type AttributedChannel, type AttributionReport } from './attribute.js';

/** What a way to credit does, for the head of its column and the list of ways. */
const WAYS: Readonly<Record<CreditMethod, { readonly name: string; readonly meaning: string }>> = {
  first: { name: 'First', meaning: 'all to the first touch' },
  last: { name: 'Last', meaning: 'all to the last touch: what most tools count, and the rival of all others' },
  linear: { name: 'Linear', meaning: 'every touch the same' },
  position: { name: 'Position', meaning: '40 % each to the first and the last touch, 20 % to those between' },
  timeDecay: { name: 'Time decay', meaning: 'the last touch most; two touches earlier counts half' },
  shapley: { name: 'Shapley', meaning: 'every channel of a journey the same, however often it was touched' },
  removal: { name: 'Removal', meaning: 'in proportion to what would be lost if journeys ended at the channel' },
};

/** The report as a marketer reads it: the last touch beside every other way. */
export function readAttribution(report: AttributionReport): ReadReport {
  const { source, journeys, paths, times, value } = report;
  const until = times === null ? '' : `, until ${times.until.slice(0, DATE)}`;
  return {
    subject: `${whole(journeys)} journeys on ${whole(paths)} paths of ${source}${until}.`,
    answer: answerOf(report),
    parts: [
      creditPart(report, 'conversions'),
      ...(value === 0 ? [] : [creditPart(report, 'value')]),
      journeyPart(report),
      ...(times === null ? [] : [timesPart(report.ways, times)]),
      waysPart(report.ways),
    ],
    notes: notesOf(report),
  };
}

/** Length of the date of an ISO moment. */
const DATE = 10;

/** What there is, which channel counts most, where the last touch says something else, and what nothing here proves. */
function answerOf(report: AttributionReport): readonly string[] {
  const { journeys, conversions, channels, untouched } = report;
  const [most] = channels;
  if (most === undefined || conversions === 0)
    return ['No journey ended with a conversion: there is nothing to credit.'];
  const share = most.credit.removal.conversions / conversions;
  return [
    `"${most.channel}" counts most: ${percent(most.removalEffect)} of conversions would be lost if journeys ended at it, which credits it with ${percent(share)} of them.`,
    `${whole(conversions)} of ${whole(journeys)} journeys converted (${percent(conversions / journeys)}).`,
    ...lastTouch(report),
    ...(untouched === 0
      ? []
      : [`${whole(untouched)} further ${untouched === 1 ? 'conversion' : 'conversions'} had no touch before.`]),
    'Who was touched may have bought anyway: no way to credit proves that a channel caused anything. An experiment does.',
  ];
}

/** The channel whose credit depends most on whether only the last touch counts. */
function lastTouch({ channels, conversions }: AttributionReport): readonly string[] {
  const spread = ({ credit }: AttributedChannel): number => credit.removal.conversions - credit.last.conversions;
  const [under] = channels.toSorted((a, b) => spread(b) - spread(a));
  if (under === undefined || spread(under) < 0.01 * conversions)
    return ['Who only counts the last touch comes to nearly the same.'];
  return [
    `Who only counts the last touch gives "${under.channel}" ${whole(under.credit.last.conversions)} conversions instead of ${whole(under.credit.removal.conversions)}.`,
  ];
}

function creditPart({ channels, ways }: AttributionReport, what: 'conversions' | 'value'): ReportPart {
  return {
    title: what === 'conversions' ? 'Conversions' : 'Value',
    table: {
      caption: what === 'conversions' ? 'Conversions credited to each channel' : 'Money credited to each channel',
      head: ['Channel', ...ways.map((way) => figure(WAYS[way].name))],
      rows: channels.map(({ channel, credit }) => [channel, ...ways.map((way) => figure(fixed(credit[way][what], 1)))]),
    },
  };
}

function journeyPart({ channels, daysToConversion }: AttributionReport): ReportPart {
  const hasDays = daysToConversion !== null;
  return {
    title: 'Journeys',
    table: {
      caption: 'Journeys over each channel',
      head: [
        'Channel',
        figure('Journeys'),
        figure('Converted'),
        figure('Lost without it'),
        figure('Touches to conversion'),
        ...(hasDays ? [figure('Days to conversion')] : []),
      ],
      rows: channels.map((channel) => [
        channel.channel,
        figure(whole(channel.journeys)),
        figure(percent(channel.journeys === 0 ? null : channel.converted / channel.journeys)),
        figure(percent(channel.removalEffect)),
        figure(fixed(channel.touchesToConversion, 1)),
        ...(hasDays ? [figure(fixed(channel.daysToConversion, 1))] : []),
      ]),
    },
  };
}

function timesPart(
  ways: AttributionReport['ways'],
  { middle, moved }: NonNullable<AttributionReport['times']>,
): ReportPart {
  const { last } = moved;
  return {
    title: 'Whether it holds',
    sentences:
      last === null
        ? ['One half of the time has no conversions: nothing says whether this credit holds.']
        : [
            `Journeys that ended until ${middle.slice(0, DATE)} against those after: the share of conversions that would be credited to other channels. Plans that follow a way with a large share follow chance, or a change of the channels.`,
          ],
    ...(last === null
      ? {}
      : {
          table: {
            caption: 'How much the credit of each way moves between the halves',
            head: ['Way', figure('Moves'), figure('Against the last touch')],
            rows: ways.map((way) => [
              WAYS[way].name,
              figure(percent(moved[way])),
              figure(way === 'last' ? '–' : against(moved[way], last)),
            ]),
          },
        }),
  };
}

function against(moved: number | null, last: number): string {
  if (moved === null) return '–';
  if (Math.abs(moved - last) < NEARLY) return 'the same';
  return moved < last ? 'steadier' : 'less steady';
}

/** Of all conversions: less does not show. */
const NEARLY = 0.0005;

/** Where credit by removal holds less from one half of the time to the other than that of the last touch. */
export function warnOf({ times }: AttributionReport, language?: Language): string | null {
  if (times === null) return null;
  const { removal, last } = times.moved;
  if (removal === null || last === null || removal <= last + NEARLY) return null;
  return analysisPhrases(language).warnings.unsteady(removal, last);
}

function waysPart(ways: AttributionReport['ways']): ReportPart {
  return {
    title: 'How channels are credited',
    sentences: ways.map((way) => `${WAYS[way].name}: ${WAYS[way].meaning}.`),
  };
}

function notesOf({ order, ways, times }: AttributionReport): readonly string[] {
  return [
    ...(ways.includes('removal')
      ? [
          `Removal is the absorbing Markov chain of the journeys, which remembers ${order === 1 ? 'the last touch' : `the last ${String(order)} touches`}, solved exactly.`,
        ]
      : []),
    'Channels that reach people who buy anyway get credit for it in every way; what nobody recorded as a touch gets none.',
    ...(times === null ? [] : ['Journeys that have not converted yet count as such: some of the latest still will.']),
  ];
}
