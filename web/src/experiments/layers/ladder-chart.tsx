import { Alert, SimpleGrid, Stack, Text } from '@mantine/core';
import { IntervalChart, type IntervalRow } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type Ladder } from './backtest-report.js';
import { differenceWords, intervalWords } from '../readout/figure-words.js';
import { WORDS } from './words.js';

/** What each layer earns: at equal size, and with everybody whom it reaches. */
export function LadderChart({ ladder }: { readonly ladder: Ladder }) {
  const words = useWords(WORDS);
  const { levels, sentences, obstacle, notes } = ladder;
  return (
    <Stack>
      {obstacle === null ? (
        sentences.map((sentence) => <Text key={sentence}>{sentence}</Text>)
      ) : (
        <Alert color="yellow">{obstacle}</Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <IntervalChart title={words.ladderTitle} rows={useRows(levels, 'equal')} />
        <IntervalChart title={words.naturalTitle} rows={useRows(levels, 'natural')} />
      </SimpleGrid>
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </Stack>
  );
}

function useRows(levels: Ladder['levels'], size: 'equal' | 'natural'): readonly IntervalRow[] {
  const words = useWords(WORDS);
  const { count, money } = useFormats();
  return levels.map(({ level, title, step, [size]: figures }) => {
    const { profit, audience } = figures;
    // The step of the human rule is the one of the models from it.
    const stepWords = (said: string) =>
      level === 'human rule' || step === null ? words.modelsBeside(said) : words.step(words.levels[step.from], said);
    return {
      name: `${words.levels[level]} · ${words.people(count(audience))}`,
      value: profit.value,
      low: profit.lower,
      high: profit.upper,
      look: level === 'human rule' ? ('reference' as const) : ('main' as const),
      words: intervalWords(profit, money),
      note: [
        title,
        ...(size === 'equal' && step !== null ? [stepWords(differenceWords(step.profit, money))] : []),
      ].join(' · '),
    };
  });
}
