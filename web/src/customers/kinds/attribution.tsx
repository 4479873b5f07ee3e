import { IntervalChart } from '../../charts/interval-chart.js';
import { FiguresTable } from '../../parts/tables/figures-table.js';
import { useFormats } from '../../parts/formats.js';
import { Section } from '../../parts/section.js';
import { useWords } from '../../words/language.js';
import { type AttributionReport } from '../reports.js';
import { WORDS } from '../words/index.js';

/** What each channel is credited with, by every way, and whether that holds from one time to the next. */
export function Attribution({ report }: { readonly report: AttributionReport }) {
  const { attribution: words } = useWords(WORDS);
  const { count, day, share } = useFormats();
  const { channels, ways, times } = report;
  return (
    <>
      <Section title={words.credit} sentence={words.creditSentence}>
        <IntervalChart
          rows={channels.flatMap(({ channel, credit }) => [
            {
              name: `${channel}: ${words.ways.removal}`,
              value: credit.removal.conversions,
              words: count(credit.removal.conversions),
            },
            {
              name: words.ways.last,
              look: 'reference' as const,
              value: credit.last.conversions,
              words: count(credit.last.conversions),
            },
          ])}
        />
        <FiguresTable
          label={words.credit}
          minWidth={140 * (ways.length + 3)}
          head={[words.channel, ...ways.map((way) => words.ways[way]), words.journeys, words.lost]}
          rows={channels.map(({ channel, credit, journeys, removalEffect }) => [
            channel,
            ...ways.map((way) => count(credit[way].conversions)),
            count(journeys),
            share(removalEffect),
          ])}
        />
      </Section>
      {times !== null && (
        <Section title={words.holds} sentence={words.holdsSentence(day(times.middle))}>
          <IntervalChart
            rows={ways.map((way) => {
              const moved = times.moved[way];
              return { name: words.ways[way], value: moved ?? 0, words: moved === null ? '–' : share(moved) };
            })}
          />
        </Section>
      )}
    </>
  );
}
