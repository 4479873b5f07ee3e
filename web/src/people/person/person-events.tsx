import { Stack, Table, Text, Title } from '@mantine/core';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { attributeWords } from '../attribute-words.js';
import { useLatestEvents } from './person.js';
import { WORDS } from '../words.js';

/** What a person did last. */
export function PersonEvents({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const events = useLatestEvents(id);
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.events}
      </Title>
      <Loaded query={events}>
        {({ events: latest }) =>
          latest.length === 0 ? (
            <Text c="dimmed">{words.noEvents}</Text>
          ) : (
            <Table>
              <Table.Tbody>
                {latest.map(({ name, at, properties }, place) => (
                  <Table.Tr key={place}>
                    <Table.Td>
                      <Text size="sm">{moment(at)}</Text>
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm" fw={600}>
                        {name}
                      </Text>
                      <Text size="sm">{attributeWords(properties)}</Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Stack>
  );
}
