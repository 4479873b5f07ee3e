import { Anchor, Card, Group, SimpleGrid, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { segments, strategies } from '../api.js';
import { Unread } from '../shell/unread.js';
import { useWords } from '../words/language.js';

interface Listed {
  readonly id: string;
  readonly title?: string;
  readonly description?: string;
}

/** What is published, to be searched. */
export function RulesPage() {
  const words = useWords();
  const [search, setSearch] = useState('');
  return (
    <Stack>
      <Title order={1}>{words.rules.title}</Title>
      <TextInput
        aria-label={words.rules.search}
        placeholder={words.rules.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        maw={400}
      />
      <Documents title={words.rules.strategies} name="strategies" read={strategies} search={search} />
      <Documents title={words.rules.segments} name="segments" read={segments} search={search} />
    </Stack>
  );
}

interface DocumentsProps {
  readonly title: string;
  readonly name: string;
  readonly read: () => Promise<readonly Listed[]>;
  readonly search: string;
}

function Documents({ title, name, read, search }: DocumentsProps) {
  const words = useWords();
  const documents = useQuery({ queryKey: [name], queryFn: read });
  if (documents.isPending) return <Skeleton h={120} />;
  if (documents.isError) return <Unread failure={documents.error} again={() => void documents.refetch()} />;
  const found = documents.data.filter((document) => isCalled(document, search));
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {title}
      </Title>
      {found.length === 0 && <Text c="dimmed">{words.rules.none}</Text>}
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }}>
        {found.map((document) => (
          <Document key={document.id} document={document} />
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function Document({ document: { id, title, description } }: { readonly document: Listed }) {
  return (
    <Card withBorder>
      <Group justify="space-between" wrap="nowrap">
        <Anchor href={`/rules/${id}`} fw={600}>
          {title ?? id}
        </Anchor>
        <Text size="xs" c="dimmed">
          {id}
        </Text>
      </Group>
      {description !== undefined && <Text size="sm">{description}</Text>}
    </Card>
  );
}

function isCalled({ id, title = '' }: Listed, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return id.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted);
}
