import { Alert, Stack, Text } from '@mantine/core';
import { IntervalChart } from '../../charts/interval-chart.js';
import { LineChart } from '../../charts/line-chart.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type Selectors } from './backtest-report.js';
import { differenceWords, intervalWords } from '../readout/figure-words.js';
import { WORDS } from './words.js';

const COLOURS = { passes: 'green', 'does not pass': 'red', 'not enough data': 'gray' } as const;

/** The models beside the human rule and simpler ways of choosing as many people, and what leaving people out earns. */
export function SelectorsChart({ report }: { readonly report: Selectors }) {
  const words = useWords(WORDS);
  const { count, money } = useFormats();
  const { selectors, sweep, verdict, notes } = report;
  return (
    <Stack>
      <Alert color={COLOURS[verdict.outcome]} title={words.outcomes[verdict.outcome]}>
        {verdict.sentences.join(' ')}
      </Alert>
      <IntervalChart
        rows={selectors.map(({ selector, title, audience, profit, strategyAhead }) => ({
          name: `${title} · ${words.people(count(audience))}`,
          value: profit.value,
          low: profit.lower,
          high: profit.upper,
          look: selector === 'strategy' ? ('main' as const) : ('reference' as const),
          words: intervalWords(profit, money),
          ...(strategyAhead === null ? {} : { note: words.ahead(differenceWords(strategyAhead.profit, money)) }),
        }))}
      />
      {sweep !== null && <Sweep sweep={sweep} />}
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

function Sweep({ sweep }: { readonly sweep: NonNullable<Selectors['sweep']> }) {
  const words = useWords(WORDS);
  const { share, money, count } = useFormats();
  const bounds = sweep.test.flatMap(({ profit }) => [profit.lower, profit.upper]).concat(0);
  return (
    <LineChart
      title={words.sweep}
      sentence={words.sweepSentence(share(sweep.chosen))}
      table={{
        head: [words.sweepX, words.profit],
        rows: sweep.test.map(({ leftOut, profit }) => [share(leftOut), intervalWords(profit, money)]),
      }}
      x={{ label: words.sweepX, from: 0, to: Math.max(...sweep.test.map(({ leftOut }) => leftOut)), format: share }}
      y={{ label: words.profit, from: Math.min(...bounds), to: Math.max(...bounds), format: count }}
      lines={[
        {
          name: words.profit,
          look: 'main',
          hasDots: true,
          points: sweep.test.map(({ leftOut, profit }) => ({ x: leftOut, y: profit.value })),
          band: sweep.test.map(({ leftOut, profit }) => ({ x: leftOut, low: profit.lower, high: profit.upper })),
        },
      ]}
      marks={[{ x: sweep.chosen, label: share(sweep.chosen), look: 'second' }]}
    />
  );
}
