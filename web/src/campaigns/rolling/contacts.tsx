import { Anchor, Button, Stack, Table, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Unread } from '../../parts/unread.js';
import { WideTable } from '../../parts/tables/wide-table.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words/index.js';

const AT_ONCE = 50;

/** Who is on the list of a rolling campaign, in the order of its turns. */
export function Contacts({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const pages = useInfiniteQuery({
    queryKey: ['rolling-contacts', id],
    initialPageParam: 0,
    queryFn: ({ pageParam: after }) =>
      answerOf(
        api.GET('/v1/rolling-campaigns/{id}/contacts', {
          params: { path: { id }, query: { after, limit: AT_ONCE } },
        }),
      ),
    getNextPageParam: ({ next }) => next,
  });
  const contacts = pages.data?.pages.flatMap((page) => page.contacts) ?? [];
  return (
    <Stack component="section" gap="xs" align="start">
      <Title order={2} size="h3">
        {words.contacts}
      </Title>
      {pages.isError && <Unread failure={pages.error} again={() => void pages.refetch()} />}
      {pages.isSuccess && contacts.length === 0 && <Text c="dimmed">{words.noContacts}</Text>}
      {contacts.length > 0 && (
        <WideTable label={words.contacts} minWidth={480} maxHeight={420}>
          <Table aria-label={words.contacts} stickyHeader>
            <Table.Thead>
              <Table.Tr>
                {[words.person, words.offer, words.arm, words.due].map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {contacts.map(({ place, user, offer, outcome, arm, due }) => (
                <Table.Tr key={place}>
                  <Table.Td>
                    <Anchor component={Link} to={`/people/${encodeURIComponent(user)}`}>
                      {user}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{offer ?? words.outcomes[outcome]}</Table.Td>
                  <Table.Td>{arm ?? '–'}</Table.Td>
                  <Table.Td>{moment(due)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {pages.hasNextPage && (
        <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </Stack>
  );
}
