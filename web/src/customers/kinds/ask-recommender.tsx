import { Alert, Button, Group, SegmentedControl, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { type components } from '#client';
import { answerOf, api } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { Section } from '../../parts/section.js';
import { WideTable } from '../../parts/wide-table.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';

type Whom = 'forPerson' | 'forItem';

/** What would be shown to a person, or beside an item, and because of what. @param model id of the analysis */
export function AskRecommender({ model }: { readonly model: string }) {
  const { recommendations: words } = useWords(WORDS);
  const [whom, setWhom] = useState<Whom>('forPerson');
  const [id, setId] = useState('');
  const ask = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/v1/recommendations', {
          body: { model, items: 10, ...(whom === 'forPerson' ? { userId: id.trim() } : { similarTo: id.trim() }) },
        }),
      ),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  return (
    <Section title={words.ask} sentence={words.askSentence}>
      <Group component="form" onSubmit={submit} align="end" gap="xs">
        <SegmentedControl
          aria-label={words.ask}
          value={whom}
          onChange={(value) => setWhom(value)}
          data={(['forPerson', 'forItem'] as const).map((value) => ({ value, label: words[value] }))}
        />
        <TextInput
          label={whom === 'forPerson' ? words.person : words.item}
          value={id}
          onChange={({ currentTarget }) => setId(currentTarget.value)}
          required
        />
        <Button type="submit" loading={ask.isPending}>
          {words.show}
        </Button>
      </Group>
      {ask.error !== null && (
        <Alert color="red" role="alert" c="var(--mantine-color-text)">
          <FailureWords failure={ask.error} />
        </Alert>
      )}
      {ask.data !== undefined && <Recommended list={ask.data} />}
    </Section>
  );
}

function Recommended({ list: { items, fallback } }: { readonly list: components['schemas']['RecommendedItems'] }) {
  const { recommendations: words } = useWords(WORDS);
  return (
    <Stack gap="xs" role="status">
      {fallback !== null && <Text>{words.fallback[fallback]}</Text>}
      <WideTable label={words.ask} minWidth={420}>
        <Table aria-label={words.ask}>
          <Table.Thead>
            <Table.Tr>
              {[words.place, words.what, words.because, words.from].map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item, place) => (
              <Table.Tr key={item.id}>
                <Table.Td>{place + 1}</Table.Td>
                <Table.Td>
                  {item.title ?? item.id}
                  {item.title !== undefined && (
                    <Text size="xs" c="dimmed">
                      {item.id}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>{item.words}</Table.Td>
                <Table.Td>{words.by[item.by]}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Stack>
  );
}
