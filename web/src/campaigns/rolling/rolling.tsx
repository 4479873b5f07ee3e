import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';
import { useFormats } from '../../parts/formats.js';
import { Loaded } from '../../parts/loaded.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type RollingCampaign, useRollingCampaign } from '../queries.js';
import { Word } from '../state-badge.js';
import { WORDS } from '../words/index.js';
import { Contacts } from './contacts.js';
import { Turns } from './turns.js';

/** A rolling campaign: its next turn, who is to come, who is on its list, and what can be done with it. */
export function Rolling({ id }: { readonly id: string }) {
  const rolling = useRollingCampaign(id);
  return (
    <Loaded query={rolling}>
      {(found) => (
        <Stack gap="xl">
          <Standing rolling={found} />
          <Turns id={id} />
          <Contacts id={id} />
        </Stack>
      )}
    </Loaded>
  );
}

function Standing({ rolling }: { readonly rolling: RollingCampaign }) {
  const words = useWords(WORDS);
  const { count, duration, moment } = useFormats();
  const { state, stopped, nextTurn, moments, listed, every } = rolling;
  return (
    <Paper component="section" withBorder p="md" aria-label={words.state}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="xs">
            <Word colour={state === 'running' ? 'blue' : 'gray'}>{words.rollingStates[state]}</Word>
            <Text>{words.every(duration(every))}</Text>
          </Group>
          <Actions rolling={rolling} />
        </Group>
        {stopped !== null && (
          <Alert color="red" c="var(--mantine-color-text)">
            {words.stoppedBy(stopped.by, moment(stopped.since), stopped.reason)}
          </Alert>
        )}
        <Text>{words.listed(count(listed.offers), count(listed.heldOut))}</Text>
        <Text size="sm">
          {nextTurn !== null && words.nextTurn(moment(nextTurn))}{' '}
          {words.moments(count(moments.overdue), count(moments.later))}
        </Text>
      </Stack>
    </Paper>
  );
}

function Actions({ rolling: { campaign: id, state } }: { readonly rolling: RollingCampaign }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { may, why } = useMay('marketer');
  const told = async (called: Promise<RollingCampaign>) => {
    queries.setQueryData(['rolling-campaigns', id], await called);
    await queries.invalidateQueries({ queryKey: ['rolling-campaigns'] });
  };
  const turn = useMutation({
    mutationFn: () => told(answerOf(api.POST('/v1/rolling-campaigns/{id}/turns', { params: { path: { id } } }))),
    onSuccess: () => notifications.show({ message: words.turnTaken }),
    onError: ({ message }) => notifications.show({ message, color: 'red' }),
  });
  const of = (reason: string) => ({ params: { path: { id }, query: { reason } } });
  return (
    <Group gap="xs">
      {state === 'running' && (
        <>
          <Button variant="default" disabled={!may} title={why} loading={turn.isPending} onClick={() => turn.mutate()}>
            {words.turnNow}
          </Button>
          <WithReason
            action={words.pause}
            disabled={why}
            onConfirm={(reason) => told(answerOf(api.POST('/v1/rolling-campaigns/{id}/pause', of(reason))))}
          >
            <Text>{words.pauseRolling}</Text>
          </WithReason>
        </>
      )}
      {state !== 'running' && (
        <WithReason
          action={words.resume}
          disabled={why}
          onConfirm={(reason) => told(answerOf(api.POST('/v1/rolling-campaigns/{id}/resume', of(reason))))}
        >
          <Text>{words.resumeRolling}</Text>
        </WithReason>
      )}
      {state !== 'cancelled' && (
        <WithReason
          action={words.end}
          colour="red"
          disabled={why}
          onConfirm={(reason) => told(answerOf(api.DELETE('/v1/rolling-campaigns/{id}', of(reason))))}
        >
          <Text>{words.endHint}</Text>
        </WithReason>
      )}
    </Group>
  );
}
