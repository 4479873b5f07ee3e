import { Anchor, Card, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { type Collection, COLLECTIONS } from '../api.js';
import { Unread } from '../parts/unread.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

const COLLECTION_NAMES = Object.keys(COLLECTIONS) as Collection[];

interface Listed {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
}

/** What is published, to be searched. */
export function RulesPage() {
  const words = useWords(WORDS);
  const [search, setSearch] = useState('');
  return (
    <Stack>
      <Title order={1}>{words.title}</Title>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        maw={400}
      />
      {COLLECTION_NAMES.map((collection) => (
        <Documents key={collection} collection={collection} search={search} />
      ))}
    </Stack>
  );
}

function Documents({ collection, search }: { readonly collection: Collection; readonly search: string }) {
  const words = useWords(WORDS);
  const documents = useQuery<readonly Listed[]>({ queryKey: [collection], queryFn: COLLECTIONS[collection].all });
  if (documents.isPending) return <Skeleton h={120} />;
  if (documents.isError) return <Unread failure={documents.error} again={() => void documents.refetch()} />;
  const found = documents.data.filter((document) => isCalled(document, search));
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words[collection]}
      </Title>
      {found.length === 0 && <Text c="dimmed">{words.none}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {found.map((document) => (
          <Entry key={document.id} collection={collection} document={document} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

interface EntryProps {
  readonly collection: Collection;
  readonly document: Listed;
}

function Entry({ collection, document: { id, title, description } }: EntryProps) {
  return (
    <Card withBorder>
      <Anchor component={Link} to={`/rules/${collection}/${id}`} fw={600}>
        {title ?? id}
      </Anchor>
      <Text size="xs" c="dimmed">
        {id}
      </Text>
      {description !== undefined && <Text size="sm">{description}</Text>}
    </Card>
  );
}

function isCalled({ id, title = '' }: Listed, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return id.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted);
}
