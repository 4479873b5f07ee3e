import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { IntervalChart } from '../../charts/interval-chart.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { amountOf, differenceWords, pWords } from './figure-words.js';
import { type Readout, type StrategyReadout, type ToldApart } from '../queries.js';
import { WORDS } from '../words.js';

interface TellApartProps {
  readonly apart: ToldApart;
  readonly readout: StrategyReadout;
  /** Whether it is being found out. */
  readonly isAsked: boolean;
  readonly onChange: (apart: ToldApart) => void;
}

const BANDS = ['3', '4', '5', '10'];

/** Asks by what people are to be told apart. */
export function TellApart({ apart, readout, isAsked, onChange }: TellApartProps) {
  const words = useWords(WORDS).readout;
  const [by, setBy] = useState(apart.by.join(', '));
  const [bands, setBands] = useState(String(apart.bands ?? ''));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const names = by.split(/[,，]/u).map((name) => name.trim());
    onChange({ by: names.filter((name) => name !== ''), bands: bands === '' ? null : Number(bands) });
  };
  return (
    <Stack component="form" gap="xs" onSubmit={submit}>
      <Title order={2} size="h3">
        {words.segments}
      </Title>
      <Group align="end">
        <TextInput label={words.by} value={by} onChange={({ currentTarget }) => setBy(currentTarget.value)} />
        {readout.treatment !== null && (
          <NativeSelect
            label={words.bands}
            value={bands}
            data={[{ value: '', label: words.noBands }, ...BANDS]}
            onChange={({ currentTarget }) => setBands(currentTarget.value)}
          />
        )}
        <Button type="submit" variant="default" loading={isAsked}>
          {words.apply}
        </Button>
      </Group>
      {[...readout.by.map((one) => one.words), ...(readout.bands === null ? [] : [readout.bands.words])].map((said) => (
        <Text key={said} size="sm">
          {said}
        </Text>
      ))}
    </Stack>
  );
}

/** The effect on people who have something in common, a picture for each thing. */
export function ReadoutSegments({ read }: { readonly read: Readout }) {
  const words = useWords(WORDS).readout;
  const formats = useFormats();
  const { segments, primary } = read;
  const things = [...new Set(segments.map(({ by }) => by))];
  return (
    <>
      {things.map((by) => (
        <IntervalChart
          key={by}
          as="point"
          title={words.segmentsBy(by, words.metrics[primary])}
          rows={segments
            .filter((segment) => segment.by === by)
            .map(({ value, arm, people, effect }) => ({
              name: `${value} · ${arm}`,
              value: effect.difference.value,
              low: effect.difference.lower,
              high: effect.difference.upper,
              words: differenceWords(effect.difference, amountOf(effect.unit, formats)),
              note: `${words.columns.people} ${formats.count(people)} · ${words.figureColumns.p} ${pWords(effect.adjustedPValue)}`,
            }))}
        />
      ))}
    </>
  );
}
