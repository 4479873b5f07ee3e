import { Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api.js';
import { WithReason } from '../../parts/with-reason.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type CampaignRun } from '../queries.js';
import { WORDS } from '../words/index.js';
import { useStart } from './start-run.js';

const PAUSED_FROM: readonly CampaignRun['state'][] = ['queued', 'running', 'delivering'];
const RESUMED_FROM: readonly CampaignRun['state'][] = ['paused', 'failed'];
const CANCELLED_FROM: readonly CampaignRun['state'][] = ['queued', 'running', 'paused', 'failed'];

/** What can be done with a run as it is; each asks why. */
export function RunActions({ run: { id, state, campaign, dryRun, error } }: { readonly run: CampaignRun }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { why } = useMay('marketer');
  const start = useStart();
  const of = (reason: string) => ({ params: { path: { id }, query: { reason } } });
  const change = async (called: Promise<CampaignRun>) => {
    const changed = await called;
    queries.setQueryData(['campaign-run', id], changed);
    await queries.invalidateQueries({ queryKey: ['campaign-runs'] });
  };
  return (
    <Group gap="xs">
      {PAUSED_FROM.includes(state) && (
        <WithReason
          action={words.pause}
          disabled={why}
          onConfirm={(reason) => change(answerOf(api.POST('/v1/campaigns/{id}/pause', of(reason))))}
        >
          <Text>{words.pauseHint}</Text>
        </WithReason>
      )}
      {RESUMED_FROM.includes(state) && (
        <WithReason
          action={words.resume}
          disabled={why}
          onConfirm={(reason) => change(answerOf(api.POST('/v1/campaigns/{id}/resume', of(reason))))}
        >
          <Text>{words.resumeHint}</Text>
        </WithReason>
      )}
      {error?.code === 'DRIFT_REFUSED' && (
        <WithReason
          action={words.force}
          colour="orange"
          disabled={why}
          onConfirm={(force) => start.mutateAsync({ campaign, dryRun, force })}
        >
          <Text>{words.forceHint}</Text>
        </WithReason>
      )}
      {CANCELLED_FROM.includes(state) && (
        <WithReason
          action={words.cancel}
          colour="red"
          disabled={why}
          onConfirm={(reason) => change(answerOf(api.DELETE('/v1/campaigns/{id}', of(reason))))}
        >
          <Text>{words.cancelHint}</Text>
        </WithReason>
      )}
    </Group>
  );
}
