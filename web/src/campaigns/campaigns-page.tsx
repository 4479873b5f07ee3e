import { Anchor, Button, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormats } from '../parts/formats.js';
import { Loaded } from '../parts/loaded.js';
import { Page } from '../parts/page.js';
import { useWords } from '../words/language.js';
import { BudgetBar } from './budget-bar.js';
import {
  type Campaign,
  type CampaignRun,
  isUnderWay,
  reachedBy,
  type RollingCampaign,
  useCampaigns,
  useRolling,
  useRuns,
} from './queries.js';
import { StateBadge, Word } from './state-badge.js';
import { WORDS } from './words/index.js';

/** All campaigns: how they are, whom they reached, and what they spend of their budgets. */
export function CampaignsPage() {
  const words = useWords(WORDS);
  const { count } = useFormats();
  const [campaigns, runs, rolling] = [useCampaigns(), useRuns(), useRolling()];
  const open = (runs.data ?? []).filter(isUnderWay).map(({ title }) => title);
  const sentence =
    campaigns.data === undefined
      ? undefined
      : words.overview(count(campaigns.data.length), open.length === 0 ? null : [...new Set(open)].join(', '));
  return (
    <Page title={words.title} sentence={sentence}>
      <Loaded query={campaigns}>
        {(documents) => (
          <Loaded query={runs}>
            {(all) => <Listed documents={documents} runs={all} rolling={rolling.data ?? []} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

interface ListedProps {
  readonly documents: readonly Campaign[];
  readonly runs: readonly CampaignRun[];
  readonly rolling: readonly RollingCampaign[];
}

function Listed({ documents, runs, rolling }: ListedProps) {
  const words = useWords(WORDS);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const found = documents.filter(({ id, title }) => `${id} ${title}`.toLowerCase().includes(wanted));
  const others = runs.filter(({ campaign }) => !documents.some(({ id }) => id === campaign));
  if (documents.length === 0 && others.length === 0) return <Empty />;
  return (
    <Stack>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        maw={400}
      />
      {found.length === 0 ? (
        <Text c="dimmed">{words.noneCalled}</Text>
      ) : (
        <Table verticalSpacing="sm" highlightOnHover aria-label={words.title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.campaign}</Table.Th>
              <Table.Th>{words.state}</Table.Th>
              <Table.Th visibleFrom="sm">{words.lastRun}</Table.Th>
              <Table.Th ta="end">{words.reached}</Table.Th>
              <Table.Th visibleFrom="md" w={240}>
                {words.spent}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.map((document) => (
              <Entry
                key={document.id}
                document={document}
                runs={runs.filter(({ campaign }) => campaign === document.id)}
                rolling={rolling.find(({ campaign }) => campaign === document.id)}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {others.length > 0 && wanted === '' && <Others runs={others} />}
    </Stack>
  );
}

function Empty() {
  const words = useWords(WORDS);
  return (
    <Stack align="start">
      <Text>{words.nothing}</Text>
      <Button component={Link} to="/rules">
        {words.write}
      </Button>
    </Stack>
  );
}

interface EntryProps {
  readonly document: Campaign;
  /** The latest first. */
  readonly runs: readonly CampaignRun[];
  readonly rolling: RollingCampaign | undefined;
}

function Entry({ document, runs, rolling }: EntryProps) {
  const words = useWords(WORDS);
  const { count, moment } = useFormats();
  const [latest = null] = runs;
  const counted = runs.find((run) => !run.dryRun && run.manifest !== null) ?? latest;
  const reached = counted === null ? null : reachedBy(counted);
  const people = rolling?.listed.offers ?? reached?.people;
  const last = rolling === undefined ? (latest?.createdAt ?? null) : rolling.lastTurn;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/campaigns/${document.id}`} fw={600}>
          {document.title}
        </Anchor>
        <Text size="xs" c="dimmed">
          {document.strategy}
        </Text>
      </Table.Td>
      <Table.Td>
        {rolling === undefined ? (
          <StateBadge run={latest} />
        ) : (
          <Word colour="blue">{words.rollingStates[rolling.state]}</Word>
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">{last === null ? words.never : moment(last)}</Table.Td>
      <Table.Td ta="end">{people === undefined ? '–' : count(people)}</Table.Td>
      <Table.Td visibleFrom="md">
        {reached === null || rolling !== undefined ? (
          '–'
        ) : (
          <BudgetBar cost={reached.expected.cost} budget={document.limits?.budget} />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function Others({ runs }: { readonly runs: readonly CampaignRun[] }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.otherRuns}
      </Title>
      {runs.map((run) => (
        <Text key={run.id}>
          <Anchor component={Link} to={`/campaigns/${run.campaign}/runs/${run.id}`}>
            {run.title}
          </Anchor>{' '}
          {moment(run.createdAt)} <StateBadge run={run} />
        </Text>
      ))}
    </Stack>
  );
}
