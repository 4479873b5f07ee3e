import { Alert, Button, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { type components } from '#client';
import { answerOf, patientApi } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useFormats } from '../../parts/formats.js';
import { LinkTo } from '../../parts/links/link-to.js';
import { Section } from '../../parts/section.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words/index.js';
import { KnownId } from './known-id.js';

const ASKED = ['forPerson', 'forItem', 'peopleFor'] as const;
type Asked = (typeof ASKED)[number];

/** What was answered. */
type Answer =
  | { readonly kind: 'items'; readonly list: components['schemas']['RecommendedItems'] }
  | { readonly kind: 'people'; readonly found: components['schemas']['LikelyPeople'] };

/** Of a list. */
const MOST = { items: 10, people: 50 };

/** What would be shown to a person, or beside an item, and because of what; and who is likely to buy an item. @param model id of the analysis */
export function AskRecommender({ model }: { readonly model: string }) {
  const { recommendations: words } = useWords(WORDS);
  const [asked, setAsked] = useState<Asked>('forPerson');
  const [id, setId] = useState('');
  const ask = useMutation({
    mutationFn: () => askAbout(model, asked, id.trim()),
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
          value={asked}
          onChange={(value) => {
            setAsked(value);
            if ((value === 'forPerson') !== (asked === 'forPerson')) setId('');
          }}
          data={ASKED.map((value) => ({ value, label: words[value] }))}
        />
        <KnownId
          of={asked === 'forPerson' ? 'person' : 'item'}
          label={asked === 'forPerson' ? words.person : words.item}
          value={id}
          onChange={setId}
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
      {ask.data?.kind === 'items' && <Recommended list={ask.data.list} />}
      {ask.data?.kind === 'people' && <LikelyPeople {...ask.data.found} />}
    </Section>
  );
}

/** Everybody is looked at where people are sought: with a million of them that takes minutes. */
async function askAbout(model: string, asked: Asked, id: string): Promise<Answer> {
  if (asked === 'peopleFor') {
    const body = { model, item: id, people: MOST.people, bought: false };
    return { kind: 'people', found: await answerOf(patientApi.POST('/v1/recommendations/people', { body })) };
  }
  const body = { model, items: MOST.items, ...(asked === 'forPerson' ? { userId: id } : { similarTo: id }) };
  return { kind: 'items', list: await answerOf(patientApi.POST('/v1/recommendations', { body })) };
}

function LikelyPeople({ people }: components['schemas']['LikelyPeople']) {
  const { recommendations: words } = useWords(WORDS);
  const { decimal } = useFormats();
  if (people.length === 0) return <Text role="status">{words.nobodyFor}</Text>;
  return (
    <Stack gap="xs" role="status">
      <Text>{words.peopleSentence}</Text>
      <WideTable label={words.peopleFor} minWidth={320} maxHeight={480}>
        <Table aria-label={words.peopleFor} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              {[words.place, words.who, words.score].map((name) => (
                <Table.Th key={name}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.map(({ userId, score }, place) => (
              <Table.Tr key={userId}>
                <Table.Td>{place + 1}</Table.Td>
                <Table.Td>
                  <LinkTo to="/people/$id" params={{ id: userId }}>
                    {userId}
                  </LinkTo>
                </Table.Td>
                <Table.Td>{decimal(score)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Stack>
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
