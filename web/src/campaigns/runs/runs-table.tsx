import { Anchor, Stack, Table, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { BudgetBar } from '../budget-bar.js';
import { type Campaign, type CampaignRun, reachedBy } from '../queries.js';
import { StateBadge } from '../state-badge.js';
import { WORDS } from '../words/index.js';

interface RunsTableProps {
  readonly document: Campaign;
  readonly runs: readonly CampaignRun[];
}

/** Runs of a campaign, the latest first. */
export function RunsTable({ document: { limits = {} }, runs }: RunsTableProps) {
  const words = useWords(WORDS);
  const { count, moment } = useFormats();
  return (
    <Stack component="section" gap="sm">
      <Title order={2} size="h3">
        {words.runs}
      </Title>
      <Table aria-label={words.runs} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.started}</Table.Th>
            <Table.Th>{words.state}</Table.Th>
            <Table.Th ta="end">{words.reached}</Table.Th>
            <Table.Th visibleFrom="sm" w={240}>
              {words.spent}
            </Table.Th>
            <Table.Th visibleFrom="md">{words.by}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => {
            const reached = reachedBy(run);
            return (
              <Table.Tr key={run.id}>
                <Table.Td>
                  <Anchor component={Link} to={`/campaigns/${run.campaign}/runs/${run.id}`}>
                    {moment(run.createdAt)}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <StateBadge run={run} />
                </Table.Td>
                <Table.Td ta="end">{reached === null ? '–' : count(reached.people)}</Table.Td>
                <Table.Td visibleFrom="sm">
                  {reached === null ? '–' : <BudgetBar cost={reached.expected.cost} budget={limits.budget} />}
                </Table.Td>
                <Table.Td visibleFrom="md">{run.by}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
