import { NativeSelect, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { IntervalChart } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type Explanation, latestEvaluation } from '../evaluation.js';
import { type Version } from '../queries.js';
import { WORDS } from '../words/index.js';

/** What drives the scores of a version, and what each value of a fact does. */
export function DriversTab({ version }: { readonly version: Version }) {
  const words = useWords(WORDS).drivers;
  const explanation = latestEvaluation(version.evidence)?.explanation ?? null;
  if (explanation === null) return <Text>{words.none}</Text>;
  return <Drivers explanation={explanation} />;
}

/** How effects are said: points of probability, or the label's own unit. */
function useEffectWords({ unit }: Pick<Explanation, 'unit'>): (effect: number) => string {
  const words = useWords(WORDS).drivers;
  const { decimal } = useFormats();
  return (effect) => (unit === 'points' ? words.points(decimal(100 * effect)) : decimal(effect));
}

function Drivers({ explanation }: { readonly explanation: Explanation }) {
  const words = useWords(WORDS).drivers;
  const { count, share } = useFormats();
  const effectWords = useEffectWords(explanation);
  const { drivers, people, notes } = explanation;
  const [first] = drivers;
  return (
    <Stack>
      {first !== undefined && <Text fw={600}>{words.sentence(first.words, share(first.share))}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Stack gap="xs">
          <Title order={2} size="h4">
            {words.title}
          </Title>
          <IntervalChart
            rows={drivers.map((driver) => ({
              name: driver.words,
              note: words.direction[driver.direction],
              value: driver.effect,
              words: `${effectWords(driver.effect)} · ${share(driver.share)}`,
            }))}
          />
        </Stack>
        <Shapes explanation={explanation} />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {[words.people(count(people)), ...notes].join(' ')}
      </Text>
    </Stack>
  );
}

/** The curve of one fact at a time. */
function Shapes({ explanation }: { readonly explanation: Explanation }) {
  const words = useWords(WORDS).drivers;
  const { share } = useFormats();
  const effectWords = useEffectWords(explanation);
  const { curves } = explanation;
  const [feature, choose] = useState(curves[0]?.feature ?? '');
  const curve = curves.find((one) => one.feature === feature);
  if (curve === undefined) return null;
  return (
    <Stack gap="xs">
      <NativeSelect
        label={words.which}
        value={feature}
        data={curves.map((one) => ({ value: one.feature, label: one.words }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <IntervalChart
        title={words.curve(curve.words)}
        sentence={words.band[curve.band]}
        rows={curve.bins.map(({ words: name, effect, low, high, weight }) => ({
          name,
          value: effect,
          low,
          high,
          words: `${effect > 0 ? '+' : ''}${effectWords(effect)}`,
          note: words.weight(share(weight)),
        }))}
      />
    </Stack>
  );
}
