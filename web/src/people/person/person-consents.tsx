import { Badge, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type components } from '#client';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useStrategies } from '../../why/as-if/as-if-form.js';
import { useWords } from '../../words/language.js';
import { WORDS } from '../words.js';

type Profile = components['schemas']['Profile'];

/** What a person agreed to, and whether the person may be contacted at all; each change with its reason. */
export function PersonConsents({ profile }: { readonly profile: Profile }) {
  const words = useWords(WORDS);
  const { data: strategies = [] } = useStrategies();
  const asked = strategies.flatMap(({ consent }) => consent ?? []);
  const purposes = [...new Set([...profile.consents.map(({ purpose }) => purpose), ...asked])].sort();
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        {words.consents}
      </Title>
      {purposes.length === 0 && <Text c="dimmed">{words.noConsents}</Text>}
      <Table>
        <Table.Tbody>
          {purposes.map((purpose) => (
            <Purpose key={purpose} profile={profile} purpose={purpose} />
          ))}
        </Table.Tbody>
      </Table>
      <Suppression profile={profile} />
    </Stack>
  );
}

function Purpose({ profile, purpose }: { readonly profile: Profile; readonly purpose: string }) {
  const words = useWords(WORDS);
  const { day } = useFormats();
  const refresh = useRefresh(profile.userId);
  const { may, why } = useMay('marketer');
  const said = profile.consents.find((consent) => consent.purpose === purpose);
  const granted = said?.granted === true;
  const change = async (reason: string) => {
    const params = { path: { id: profile.userId, purpose } };
    const body = { granted: !granted, source: 'console', reason };
    await answerOf(api.PUT('/v1/users/{id}/consents/{purpose}', { params, body }));
    await refresh();
  };
  return (
    <Table.Tr>
      <Table.Th fw={600}>{purpose}</Table.Th>
      <Table.Td>
        <Badge color={granted ? 'green' : 'gray'} variant="dot" tt="none">
          {said === undefined ? words.neverSaid : granted ? words.granted : words.withdrawn}
        </Badge>
        {said !== undefined && <Text size="sm">{words.since(day(said.at), said.source)}</Text>}
      </Table.Td>
      <Table.Td ta="right">
        <WithReason
          action={granted ? words.withdraw : words.grant}
          disabled={may ? undefined : why}
          colour={granted ? 'red' : 'blue'}
          variant="default"
          onConfirm={change}
        >
          <Text>{granted ? words.withdrawExplanation(purpose) : words.grantExplanation(purpose)}</Text>
        </WithReason>
      </Table.Td>
    </Table.Tr>
  );
}

function Suppression({ profile: { userId, suppressed, suppressedAt } }: { readonly profile: Profile }) {
  const words = useWords(WORDS);
  const { day } = useFormats();
  const refresh = useRefresh(userId);
  const { may, why } = useMay('marketer');
  const change = async (reason: string) => {
    const body = { suppressed: !suppressed, reason };
    await answerOf(api.PUT('/v1/users/{id}/suppression', { params: { path: { id: userId } }, body }));
    await refresh();
  };
  return (
    <Group justify="space-between">
      <Text>{suppressed && suppressedAt !== null ? words.isSuppressed(day(suppressedAt)) : words.isNotSuppressed}</Text>
      <WithReason
        action={suppressed ? words.endSuppression : words.suppress}
        disabled={may ? undefined : why}
        colour={suppressed ? 'blue' : 'red'}
        variant="default"
        onConfirm={change}
      >
        <Text>{suppressed ? words.endExplanation : words.suppressExplanation}</Text>
      </WithReason>
    </Group>
  );
}

function useRefresh(userId: string): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['person', userId] });
}
