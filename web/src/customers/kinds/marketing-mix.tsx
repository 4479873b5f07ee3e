import { SimpleGrid, Text } from '@mantine/core';
import { IntervalChart } from '../../charts/interval-chart.js';
import { LineChart } from '../../charts/line-chart.js';
import { FiguresTable } from '../../parts/tables/figures-table.js';
import { useFormats } from '../../parts/formats.js';
import { Section } from '../../parts/section.js';
import { useWords } from '../../words/language.js';
import { withBounds } from '../findings.js';
import { type MixBudget, type MixChannel, type MixReport } from '../reports.js';
import { WORDS } from '../words/index.js';

/** What each channel returned and how sure that is, what the budget should be, and whether the model is to be trusted. */
export function MarketingMix({ report }: { readonly report: MixReport }) {
  const { mix: words } = useWords(WORDS);
  const { decimal, share } = useFormats();
  const { channels, target, budget, judged } = report;
  return (
    <>
      <Section title={words.returns} sentence={words.returnsSentence(target)}>
        <IntervalChart
          as="point"
          rows={channels.map(({ channel, returned, identified }) => ({
            name: channel,
            value: returned.value,
            ...(returned.lower === null || returned.upper === null
              ? {}
              : { low: returned.lower, high: returned.upper }),
            look: identified ? ('main' as const) : ('reference' as const),
            words: withBounds(returned, decimal),
            ...(identified ? {} : { note: words.open }),
          }))}
        />
      </Section>
      {budget !== null && <Budget budget={budget} />}
      <Weeks report={report} />
      <Section title={words.curves}>
        <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
          {channels.map((channel) => (
            <Curve key={channel.channel} channel={channel} target={target} />
          ))}
        </SimpleGrid>
      </Section>
      <Section title={words.judged} sentence={words.judgedSentence}>
        <IntervalChart
          rows={[judged.model, ...judged.rivals].map(({ name, heldOut }, place) => ({
            name: place === 0 ? words.modelled : (words.rivals[name] ?? name),
            look: place === 0 ? 'main' : 'reference',
            value: heldOut ?? 0,
            words: heldOut === null ? '–' : share(heldOut),
          }))}
        />
      </Section>
    </>
  );
}

function Budget({ budget: { refused, channels } }: { readonly budget: MixBudget }) {
  const { mix: words } = useWords(WORDS);
  const { decimal } = useFormats();
  return (
    <Section title={words.budget}>
      {refused === null ? (
        <FiguresTable
          label={words.budget}
          head={[words.channel, words.present, words.proposed, words.least, words.most]}
          rows={channels.map(({ channel, present, proposed, least, most }) => [
            channel,
            ...[present, proposed, least, most].map(decimal),
          ])}
        />
      ) : (
        <Text>{refused === 'open' ? words.refusedOpen : words.refusedUnproven}</Text>
      )}
    </Section>
  );
}

function Weeks({ report: { judged, target } }: { readonly report: MixReport }) {
  const { mix: words } = useWords(WORDS);
  const { count, day, decimal } = useFormats();
  const { predicted, heldOut } = judged;
  const weeks = predicted.map((week) => ({ ...week, x: Date.parse(week.week) }));
  const first = weeks.find(({ isHeldOut }) => isHeldOut);
  const all = weeks.flatMap(({ actual, lower, upper }) => [actual, lower, upper]);
  return (
    <Section title={words.weeks}>
      <LineChart
        sentence={words.weeksSentence(count(heldOut))}
        x={{ label: words.week, from: weeks[0]?.x ?? 0, to: weeks.at(-1)?.x ?? 1, format: day }}
        y={{ label: target, from: Math.min(...all), to: Math.max(...all), format: decimal }}
        lines={[
          {
            name: words.modelled,
            look: 'main',
            points: weeks.map(({ x, value }) => ({ x, y: value })),
            band: weeks.map(({ x, lower, upper }) => ({ x, low: lower, high: upper })),
          },
          { name: words.actual, look: 'second', points: weeks.map(({ x, actual }) => ({ x, y: actual })) },
        ]}
        marks={first === undefined ? [] : [{ x: first.x, label: words.heldOut, look: 'reference' }]}
        table={{
          head: [words.week, words.actual, words.modelled],
          rows: weeks.map(({ x, actual, value, lower, upper }) => [
            day(x),
            decimal(actual),
            withBounds({ value, lower, upper }, decimal),
          ]),
        }}
      />
    </Section>
  );
}

function Curve({ channel: { channel, curve }, target }: { readonly channel: MixChannel; readonly target: string }) {
  const { mix: words } = useWords(WORDS);
  const { decimal } = useFormats();
  const most = Math.max(1e-9, ...curve.map(({ upper }) => upper));
  return (
    <LineChart
      title={channel}
      sentence={words.curveSentence(channel)}
      height={220}
      x={{ label: words.spend, from: 0, to: curve.at(-1)?.spend ?? 1, format: decimal }}
      y={{ label: target, from: 0, to: most, format: decimal }}
      lines={[
        {
          name: channel,
          look: 'main',
          points: curve.map(({ spend, value }) => ({ x: spend, y: value })),
          band: curve.map(({ spend, lower, upper }) => ({ x: spend, low: lower, high: upper })),
        },
      ]}
      table={{
        head: [words.spend, target],
        rows: curve.map(({ spend, value, lower, upper }) => [
          decimal(spend),
          withBounds({ value, lower, upper }, decimal),
        ]),
      }}
    />
  );
}
