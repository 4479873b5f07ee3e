import { drawTable, figure, fixed, markup, percent, whole, wholePage } from '#strata/platform/pages';
import { type AttributionReport, CREDIT_METHODS } from './attribute.js';
import { attributionWords, METHOD_WORDS } from './words.js';

/** One self-contained page: what each channel is credited with, by every way to credit. @param at milliseconds */
export function attributionPage(report: AttributionReport, at: number): string {
  const { source, journeys, paths, order } = report;
  return wholePage({
    title: 'Attribution',
    about: 'what each channel is worth',
    subject: `${whole(journeys)} journeys on ${whole(paths)} paths of ${source}.`,
    at,
    answer: attributionWords(report),
    body: [
      creditTable(report, 'conversions'),
      report.value === 0 ? null : creditTable(report, 'value'),
      journeyTable(report),
      markup`<section><h2>How channels are credited</h2><ul>${CREDIT_METHODS.map(
        (method) => markup`<li>${METHOD_WORDS[method].name}: ${METHOD_WORDS[method].meaning}.</li>`,
      )}</ul>
<p class="note">Removal is the absorbing Markov chain of the journeys, which remembers ${order === 1 ? 'the last touch' : `the last ${String(order)} touches`}, solved exactly. No way to credit proves that a channel caused a conversion: an experiment does.</p></section>`,
    ],
  });
}

function creditTable({ channels }: AttributionReport, what: 'conversions' | 'value') {
  return markup`<section><h2>${what === 'conversions' ? 'Conversions' : 'Value'}</h2>
${drawTable({
  caption: what === 'conversions' ? 'Conversions credited to each channel' : 'Money credited to each channel',
  head: ['Channel', ...CREDIT_METHODS.map((method) => figure(METHOD_WORDS[method].name))],
  rows: channels.map(({ channel, credit }) => [
    channel,
    ...CREDIT_METHODS.map((method) => figure(fixed(credit[method][what], 1))),
  ]),
})}</section>`;
}

function journeyTable({ channels, daysToConversion }: AttributionReport) {
  const hasDays = daysToConversion !== null;
  return markup`<section><h2>Journeys</h2>
${drawTable({
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
})}</section>`;
}
