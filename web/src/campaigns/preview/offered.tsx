import { Group, Stack, Table, Text, Title } from '@mantine/core';
import { useFormats } from '../../parts/formats.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { type CampaignPreview } from '../queries.js';
import { WORDS } from '../words/index.js';
import { useEstimates } from './estimates.js';
import { Examples } from './examples.js';

/** What people would get, before limits and quotas choose among them, and how far each arm gets. */
export function OfferedPeople({ preview: { offers, arms, offered } }: { readonly preview: CampaignPreview }) {
  const words = useWords(WORDS);
  const { decimal, money, count } = useFormats();
  const estimate = useEstimates();
  const figure = (value: number | null, format: (value: number) => string) => (value === null ? '–' : format(value));
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.offers}
      </Title>
      <WideTable label={words.offers} minWidth={560}>
        <Table aria-label={words.offers}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.offer}</Table.Th>
              {[words.people, words.conversions, words.cost, words.profit, words.reserved].map((name) => (
                <Table.Th key={name} ta="end">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {offers.map(({ offer, expected, ...people }) => (
              <Table.Tr key={offer}>
                <Table.Td>
                  {offer}
                  {expected.withoutFigures > 0 && (
                    <Text size="xs" c="dimmed">
                      {words.noFigures(count(expected.withoutFigures))}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="end">{estimate(people)}</Table.Td>
                <Table.Td ta="end">{figure(expected.conversions, decimal)}</Table.Td>
                <Table.Td ta="end">{figure(expected.cost, money)}</Table.Td>
                <Table.Td ta="end">{figure(expected.profit, money)}</Table.Td>
                <Table.Td ta="end">{money(expected.reserved)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {offered.examples.length > 0 && <Examples title={words.whoGets} people={offered.examples} />}
      {arms.length > 0 && (
        <Group gap="lg">
          <Text size="sm" fw={600}>
            {words.arms}
          </Text>
          {arms.map(({ arm, ...people }) => (
            <Text key={arm} size="sm">{`${arm}: ${estimate(people)}`}</Text>
          ))}
        </Group>
      )}
    </Stack>
  );
}
