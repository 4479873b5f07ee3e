import { Badge, Button, Group, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type SyntheticEvent, useState } from 'react';
import { type AnswerOf } from '#client';
import { answerOf, api } from '../api.js';
import { useFormats } from '../parts/formats.js';
import { LinkTo } from '../parts/links/link-to.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { attributeWords } from './attribute-words.js';
import { WORDS } from './words.js';

/** Milliseconds without a key before people are searched. */
const PAUSE = 200;
const PEOPLE_A_PAGE = 25;

/** People by the beginning of their ids. */
export function PeoplePage() {
  const words = useWords(WORDS);
  const { search: asked = '' } = useSearch({ from: '/people' });
  const navigate = useNavigate();
  const [text, setText] = useState(asked);
  const [search] = useDebouncedValue(text.trim(), PAUSE);
  const people = usePeople(search);
  const write = (next: string) => {
    setText(next);
    const wanted = next.trim();
    void navigate({ to: '/people', search: wanted === '' ? {} : { search: wanted }, replace: true });
  };
  const open = (event: SyntheticEvent) => {
    event.preventDefault();
    const id = text.trim();
    if (id !== '') void navigate({ to: '/people/$id', params: { id } });
  };
  return (
    <Page title={words.title} sentence={words.sentence}>
      <Group component="form" align="end" onSubmit={open}>
        <TextInput
          label={words.search}
          description={words.searchHint}
          value={text}
          onChange={({ currentTarget }) => write(currentTarget.value)}
          type="search"
          autoFocus
          w={360}
          maw="100%"
        />
        <Button type="submit" variant="default" disabled={text.trim() === ''}>
          {words.go}
        </Button>
      </Group>
      <Loaded query={people}>
        {({ pages }) => <Found users={pages.flatMap(({ users }) => users)} hasMore={people.hasNextPage} />}
      </Loaded>
      {people.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void people.fetchNextPage()}
          loading={people.isFetchingNextPage}
          style={{ alignSelf: 'start' }}
        >
          {words.more}
        </Button>
      )}
    </Page>
  );
}

function usePeople(search: string) {
  return useInfiniteQuery({
    queryKey: ['people', search],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: PEOPLE_A_PAGE,
        ...(search === '' ? {} : { search }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answerOf(api.GET('/v1/users', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
}

interface FoundProps {
  readonly users: AnswerOf<'/v1/users', 'get'>['users'];
  readonly hasMore: boolean;
}

function Found({ users, hasMore }: FoundProps) {
  const words = useWords(WORDS);
  const { count, moment } = useFormats();
  if (users.length === 0) return <Text role="status">{words.none}</Text>;
  return (
    <>
      <Text role="status" size="sm" c="dimmed">
        {hasMore ? words.foundMore(count(users.length)) : words.found(count(users.length))}
      </Text>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.person}</Table.Th>
            <Table.Th>{words.known}</Table.Th>
            <Table.Th visibleFrom="sm">{words.changed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map(({ userId, attributes, suppressed, updatedAt }) => (
            <Table.Tr key={userId}>
              <Table.Td>
                <LinkTo to="/people/$id" params={{ id: userId }}>
                  {userId}
                </LinkTo>{' '}
                {suppressed && (
                  <Badge color="gray" variant="dot" tt="none">
                    {words.suppressed}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{attributeWords(attributes)}</Table.Td>
              <Table.Td visibleFrom="sm">{moment(updatedAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}
