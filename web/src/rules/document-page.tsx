import { Anchor, Code, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type Collection, COLLECTIONS } from '../api.js';
import { Unread } from '../parts/unread.js';
import { useWords } from '../words/language.js';
import { WORDS } from './words.js';

/** One published document. */
export function DocumentPage() {
  const words = useWords(WORDS);
  const { collection, id } = useParams({ from: '/rules/$collection/$id' });
  if (!isCollection(collection)) return <Text>{words.none}</Text>;
  return (
    <Stack>
      <Anchor component={Link} to="/rules">
        {words.title}
      </Anchor>
      <Published collection={collection} id={id} />
    </Stack>
  );
}

function Published({ collection, id }: { readonly collection: Collection; readonly id: string }) {
  const document = useQuery<{ readonly title?: string }>({
    queryKey: [collection, id],
    queryFn: () => COLLECTIONS[collection].one(id),
  });
  if (document.isPending) return <Skeleton h={300} />;
  if (document.isError) return <Unread failure={document.error} again={() => void document.refetch()} />;
  return (
    <>
      <Title order={1}>{document.data.title ?? id}</Title>
      <Code block tabIndex={0}>
        {JSON.stringify(document.data, null, 2)}
      </Code>
    </>
  );
}

function isCollection(name: string): name is Collection {
  return Object.hasOwn(COLLECTIONS, name);
}
