import { Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words/index.js';

const EVERY_MS = 10_000;

/** The latest turns that put somebody on the list. */
export function Turns({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { count, decimal, moment } = useFormats();
  const turns = useQuery({
    queryKey: ['rolling-turns', id],
    queryFn: async () =>
      (await answerOf(api.GET('/v1/rolling-campaigns/{id}/turns', { params: { path: { id } } }))).turns,
    refetchInterval: EVERY_MS,
  });
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.turns}
      </Title>
      <Loaded query={turns}>
        {(all) =>
          all.length === 0 ? (
            <Text c="dimmed">{words.noTurns}</Text>
          ) : (
            <WideTable label={words.turns} minWidth={480}>
              <Table aria-label={words.turns}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{words.started}</Table.Th>
                    <Table.Th>{words.state}</Table.Th>
                    <Table.Th ta="end">{words.reached}</Table.Th>
                    <Table.Th ta="end">{words.without}</Table.Th>
                    <Table.Th ta="end">{words.late}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {all.map((turn) => (
                    <Table.Tr key={turn.id}>
                      <Table.Td>{moment(turn.at)}</Table.Td>
                      <Table.Td>{words.turnStates[turn.state]}</Table.Td>
                      <Table.Td ta="end">{count(turn.offers)}</Table.Td>
                      <Table.Td ta="end">{count(turn.heldOut)}</Table.Td>
                      <Table.Td ta="end">
                        {turn.lateSeconds === null ? '–' : words.seconds(decimal(turn.lateSeconds))}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          )
        }
      </Loaded>
    </Stack>
  );
}
