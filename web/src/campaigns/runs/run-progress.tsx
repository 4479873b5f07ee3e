import { Alert, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ProblemWords } from '../../parts/failure-words.js';
import { useFollowed } from '../../parts/jobs/followed.js';
import { useFormats } from '../../parts/formats.js';
import { useWords } from '../../words/language.js';
import { type CampaignRun, isUnderWay } from '../queries.js';
import { StateBadge } from '../state-badge.js';
import { WORDS } from '../words/index.js';
import { RunActions } from './run-actions.js';

/** A run as it is now, told by the server as it changes. @param run as it was when it was read */
export function useLiveRun(run: CampaignRun): CampaignRun {
  const queries = useQueryClient();
  // Told anew after it was stopped and taken up again: the server reads nothing behind the mark.
  const path = isUnderWay(run) ? `/v1/campaigns/${run.id}/events#${String(run.attempts)}${run.state}` : null;
  const told = useFollowed('campaign', path);
  const isOver = told !== null && !isUnderWay(told);
  useEffect(() => {
    if (!isOver) return;
    void queries.invalidateQueries({ queryKey: ['campaign-run', run.id] });
    void queries.invalidateQueries({ queryKey: ['campaign-runs'] });
    void queries.invalidateQueries({ queryKey: ['campaign-results'] });
  }, [isOver, queries, run.id]);
  return told ?? run;
}

/** How far a run is, and what can be done about it. */
export function RunProgress({ run }: { readonly run: CampaignRun }) {
  const words = useWords(WORDS);
  const { share } = useFormats();
  const live = useLiveRun(run);
  const { state, progress, note, error, dryRun } = live;
  return (
    <Paper component="section" withBorder p="md" aria-label={words.progress}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="xs">
            <StateBadge run={live} />
            <Text>{words.steps[state]}</Text>
          </Group>
          <RunActions run={live} />
        </Group>
        {isUnderWay(live) && (
          <Stack gap={4}>
            <Progress value={100 * progress} animated aria-label={words.progress} />
            <Text size="sm" role="status">{`${share(progress)} ${note}`}</Text>
          </Stack>
        )}
        {dryRun && <Text size="sm">{words.tried}</Text>}
        {error !== null && (
          <Alert color="red" role="alert" c="var(--mantine-color-text)">
            <ProblemWords message={error.message} problems={error.problems} />
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
