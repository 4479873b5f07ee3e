import { Button, Stack, Table, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { answerOf, api, type Collection, COLLECTIONS } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';
import { DocumentRow } from './document-row.js';
import { conditionOf, isCalled, type Listed } from './listed.js';
import { useSwitches } from './state-badge.js';

/** So many at once: as many again are shown when somebody asks for them. */
const PAGE = 50;

/** The published documents of a kind. */
export function useDocuments(collection: Collection) {
  return useQuery<readonly Listed[]>({
    queryKey: ['documents', collection],
    queryFn: async (): Promise<readonly Listed[]> => COLLECTIONS[collection].all(),
  });
}

/** What is published of a kind, to be searched. */
export function DocumentList({ collection }: { readonly collection: Collection }) {
  const words = useWords(WORDS);
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const documents = useDocuments(collection);
  return (
    <Stack>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        maw={400}
      />
      <Loaded query={documents} height={300}>
        {(all) => {
          if (all.length === 0) return <Text>{words.noDocuments}</Text>;
          const found = all.filter((document) => isCalled(document, wanted));
          if (found.length === 0) return <Text>{words.none}</Text>;
          return <DocumentTable key={`${collection} ${wanted}`} collection={collection} documents={found} />;
        }}
      </Loaded>
    </Stack>
  );
}

interface DocumentTableProps {
  readonly collection: Collection;
  readonly documents: readonly Listed[];
}

function DocumentTable({ collection, documents }: DocumentTableProps) {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const [shown, setShown] = useState(PAGE);
  const titleOf = useTitles(collection);
  const { data: changes } = useLastChanges(collection);
  const { data: switches } = useSwitches();
  const isCounted = documents.some((document) => conditionOf(collection, document) !== undefined);
  return (
    <>
      <Table verticalSpacing="sm" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.name}</Table.Th>
            <Table.Th visibleFrom="sm">{words.what}</Table.Th>
            {isCounted && (
              <Table.Th visibleFrom="sm">
                {collection === 'strategies' ? words.reachedOfStrategy : words.reached}
              </Table.Th>
            )}
            <Table.Th visibleFrom="sm">{words.changed}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {documents.slice(0, shown).map((document) => (
            <DocumentRow
              key={document.id}
              collection={collection}
              document={document}
              titleOf={titleOf}
              change={changes === undefined ? undefined : (changes.get(document.id) ?? null)}
              switchedOff={switches?.get(document.id) ?? []}
            />
          ))}
        </Table.Tbody>
      </Table>
      {documents.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + PAGE)} style={{ alignSelf: 'start' }}>
          {words.more(count(Math.min(PAGE, documents.length - shown)))}
        </Button>
      )}
    </>
  );
}

/** What the documents are called that those of a kind name. */
export function useTitles(collection: Collection): (id: string) => string {
  const { data } = useDocuments(collection === 'campaigns' ? 'strategies' : 'segments');
  if (data === undefined) return () => '…';
  const titles = new Map(data.map(({ id, title }) => [id, title]));
  return (id) => titles.get(id) ?? id;
}

function useLastChanges(collection: Collection) {
  return useQuery({
    queryKey: ['document-changes', collection],
    queryFn: async () => {
      const { changes } = await answerOf(api.GET('/v1/document-changes', { params: { query: { collection } } }));
      return new Map(changes.map((change) => [change.id, change]));
    },
  });
}
