import { Button, Stack, Table, Text, Title } from '@mantine/core';
import { type Decision } from '#client';
import { useFormats } from '../../parts/formats.js';
import { LinkTo } from '../../parts/links/link-to.js';
import { Loaded } from '../../parts/loaded.js';
import { useStrategies } from '../../why/as-if/as-if-form.js';
import { WORDS as WHY_WORDS } from '../../why/words.js';
import { useWords } from '../../words/language.js';
import { useDecisions } from './person.js';
import { WORDS } from '../words.js';

/** What was decided about a person, the latest first. */
export function PersonDecisions({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const decisions = useDecisions(id);
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.decisions}
      </Title>
      <Loaded query={decisions}>
        {({ pages }) => <Decisions id={id} decisions={pages.flatMap((page) => page.decisions)} />}
      </Loaded>
      {decisions.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void decisions.fetchNextPage()}
          loading={decisions.isFetchingNextPage}
          style={{ alignSelf: 'start' }}
        >
          {words.more}
        </Button>
      )}
    </Stack>
  );
}

function Decisions({ id, decisions }: { readonly id: string; readonly decisions: readonly Decision[] }) {
  const words = useWords(WORDS);
  const { moment } = useFormats();
  const { data: strategies = [] } = useStrategies();
  if (decisions.length === 0) return <Text c="dimmed">{words.noDecisions}</Text>;
  return (
    <Table highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.at}</Table.Th>
          <Table.Th>{words.outcome}</Table.Th>
          <Table.Th>{words.strategy}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {decisions.map((decision) => (
          <Table.Tr key={decision.id}>
            <Table.Td>
              <LinkTo to="/people/$id/decisions/$decision" params={{ id, decision: decision.id }} size="sm">
                {moment(decision.at)}
              </LinkTo>
            </Table.Td>
            <Table.Td>
              <Outcome decision={decision} />
            </Table.Td>
            <Table.Td>
              {strategies.find((strategy) => strategy.id === decision.strategy)?.title ?? decision.strategy}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Outcome({ decision: { outcome, offer, stoppedBy } }: { readonly decision: Decision }) {
  const words = useWords(WORDS);
  const { stages } = useWords(WHY_WORDS);
  if (offer !== null) {
    return (
      <Text size="sm" fw={600}>
        ✓ {words.offer(offer.title)}
      </Text>
    );
  }
  return (
    <Text size="sm" c="dimmed">
      {outcome === 'holdout' || stoppedBy === null ? words.heldOut : words.nothing(stages[stoppedBy])}
    </Text>
  );
}
