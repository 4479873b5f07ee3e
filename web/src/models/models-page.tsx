import { Badge, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { PageLink } from '../parts/links/page-link.js';
import { WideTable } from '../parts/tables/wide-table.js';
import { useWords } from '../words/language.js';
import { useStandings } from './queries.js';
import { STAGE_COLOURS } from './stage-colours.js';
import { WORDS } from './words/index.js';

/** Every model, where it stands, and which version decides. */
export function ModelsPage() {
  const words = useWords(WORDS);
  const standings = useStandings();
  const { data: models = [] } = standings;
  const deciding = models.filter(({ champion }) => champion !== null).length;
  return (
    <Page title={words.title} sentence={standings.isSuccess ? words.list(models.length, deciding) : undefined}>
      <Loaded query={standings}>{(all) => <Standings all={all} />}</Loaded>
    </Page>
  );
}

type Standings = NonNullable<ReturnType<typeof useStandings>['data']>;

function Standings({ all }: { readonly all: Standings }) {
  const words = useWords(WORDS);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = all.filter(({ model, title }) => `${model} ${title ?? ''}`.toLowerCase().includes(wanted));
  return (
    <>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        maw={400}
      />
      {found.length === 0 && <Text c="dimmed">{words.nothing}</Text>}
      {found.length > 0 && (
        <WideTable label={words.title} minWidth={460}>
          <Table highlightOnHover verticalSpacing="sm" aria-label={words.title}>
            <Table.Thead>
              <Table.Tr>
                {Object.values(words.columns).map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((standing) => (
                <StandingRow key={standing.model} standing={standing} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </>
  );
}

function StandingRow({ standing }: { readonly standing: Standings[number] }) {
  const words = useWords(WORDS);
  const { model, title, stage, champion, newest } = standing;
  return (
    <Table.Tr>
      <Table.Td>
        <PageLink to="/models/$id" params={{ id: model }} fw={600}>
          {title ?? model}
        </PageLink>
        <Text size="xs" c="dimmed">
          {model}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="outline" c="var(--mantine-color-text)" tt="none" color={STAGE_COLOURS[stage]}>
          {words.stages[stage]}
        </Badge>
      </Table.Td>
      <Table.Td>{champion === null ? words.noVersion : words.version(champion)}</Table.Td>
      <Table.Td>{newest === null ? words.noVersion : words.version(newest)}</Table.Td>
    </Table.Tr>
  );
}
