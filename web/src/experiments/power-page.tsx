import { Alert, NumberInput, SegmentedControl, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../api.js';
import { FailureWords } from '../parts/failure-words.js';
import { useFormats } from '../parts/formats.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/links/page-link.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** What somebody has typed: percents, and amounts of money. */
interface Asked {
  readonly kind: 'proportion' | 'mean';
  readonly rate: number;
  readonly mean: number;
  readonly deviation: number;
  readonly effect: number;
  readonly perDay: number;
  readonly arms: number;
  readonly power: number;
}

const FIRST: Asked = {
  ...{ kind: 'proportion', rate: 4, mean: 12.5, deviation: 40 },
  ...{ effect: 10, perDay: 2000, arms: 2, power: 80 },
};

const PERCENT = 100;
const PAUSE_MS = 200;

/** How many people an experiment takes, as one types. */
export function PowerPage() {
  const words = useWords(WORDS);
  const [asked, ask] = useState(FIRST);
  return (
    <Page title={words.calculator.title} sentence={words.calculator.about}>
      <PageLink to="/experiments" size="sm">
        {words.title}
      </PageLink>
      <Question asked={asked} onChange={(change) => ask({ ...asked, ...change })} />
      <Answer asked={asked} />
    </Page>
  );
}

interface QuestionProps {
  readonly asked: Asked;
  readonly onChange: (change: Partial<Asked>) => void;
}

function Question({ asked, onChange }: QuestionProps) {
  const words = useWords(WORDS).calculator;
  const field = (name: Exclude<keyof Asked, 'kind'>, label: string, hint?: string) => (
    <NumberInput
      label={label}
      {...(hint === undefined ? {} : { description: hint })}
      value={asked[name]}
      onChange={(value) => onChange({ [name]: Number(value) })}
      inputWrapperOrder={['label', 'input', 'description']}
      hideControls
    />
  );
  return (
    <Stack>
      <SegmentedControl
        aria-label={words.kind}
        value={asked.kind}
        onChange={(kind) => onChange({ kind: kind })}
        data={[
          { value: 'proportion', label: words.proportion },
          { value: 'mean', label: words.mean },
        ]}
        maw="100%"
        style={{ alignSelf: 'start' }}
        styles={{ label: { whiteSpace: 'normal' } }}
      />
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 6 }}>
        {asked.kind === 'proportion' ? (
          field('rate', words.rate)
        ) : (
          <>
            {field('mean', words.meanValue)}
            {field('deviation', words.deviation)}
          </>
        )}
        {field('effect', words.effect, words.effectHint)}
        {field('perDay', words.perDay)}
        {field('arms', words.arms)}
        {field('power', words.power)}
      </SimpleGrid>
    </Stack>
  );
}

function Answer({ asked }: { readonly asked: Asked }) {
  const words = useWords(WORDS).calculator;
  const { count } = useFormats();
  const [question] = useDebouncedValue(asked, PAUSE_MS);
  const plan = useQuery({
    queryKey: ['power', question],
    queryFn: () => answerOf(api.POST('/v1/experiments/power', { body: bodyOf(question) })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  if (plan.isError) {
    return (
      <Alert color="red" role="alert">
        <FailureWords failure={plan.error} />
      </Alert>
    );
  }
  if (plan.data === undefined) return null;
  const { words: sentences, comparisons, textbook } = plan.data;
  return (
    <Stack>
      <Alert color="blue" role="status">
        {sentences.map((sentence) => (
          <Text key={sentence} fw={600}>
            {sentence}
          </Text>
        ))}
      </Alert>
      <Table aria-label={words.title} maw={640}>
        <Table.Thead>
          <Table.Tr>
            {Object.values(words.columns).map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {comparisons.flatMap(({ arm, ...readings }) =>
            (['once', 'anytime'] as const).map((how) => (
              <Table.Tr key={`${String(arm)} ${how}`}>
                <Table.Td>{arm + 1}</Table.Td>
                <Table.Td>{words.how[how]}</Table.Td>
                <Table.Td>{told(readings[how].people, count, words.nobody)}</Table.Td>
                <Table.Td>{told(readings[how].days, count, '–')}</Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
      {textbook !== null && <Text size="sm">{words.textbook(count(textbook.pooled))}</Text>}
    </Stack>
  );
}

function told(value: number | null, count: (value: number) => string, none: string): string {
  return value === null ? none : count(value);
}

/** The question as the server understands it. */
function bodyOf({ kind, rate, mean, deviation, effect, perDay, arms, power }: Asked) {
  return {
    metric:
      kind === 'proportion'
        ? { kind: 'proportion' as const, rate: rate / PERCENT }
        : { kind: 'mean' as const, mean, deviation },
    effect: effect / PERCENT,
    scale: 'relative' as const,
    decidedBy: 'difference' as const,
    level: 0.95,
    shares: Array.from({ length: Math.max(2, Math.min(20, Math.round(arms))) }, () => 1),
    power: power / PERCENT,
    ...(perDay > 0 ? { peoplePerDay: perDay } : {}),
  };
}
