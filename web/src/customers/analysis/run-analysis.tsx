import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answerOf, api } from '../../api.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useFollowed } from '../../parts/jobs/followed.js';
import { isUnderWay, JobCard } from '../../parts/jobs/job-card.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { type AnalysisRun, useAnalysisRuns } from '../queries.js';
import { WORDS } from '../words/index.js';

/** Runs an analysis on what is stored. */
export function RunAnalysis({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { may, why } = useMay('marketer');
  const [latest] = useAnalysisRuns(id).data ?? [];
  const run = useMutation({
    mutationFn: () => answerOf(api.POST('/v1/analyses/{id}/run', { params: { path: { id } }, body: { seed: 1 } })),
    onSuccess: (started) => queries.setQueryData(['analysis-runs', id], [started]),
  });
  return (
    <>
      <Button
        onClick={() => run.mutate()}
        loading={run.isPending}
        disabled={!may || (latest !== undefined && isUnderWay(latest))}
        title={why ?? words.runHint}
      >
        {words.run}
      </Button>
      {run.error !== null && (
        <Alert color="red" role="alert" c="var(--mantine-color-text)">
          <FailureWords failure={run.error} />
        </Alert>
      )}
    </>
  );
}

/** The latest run where it is under way or came to nothing: how far it is, and what can be done about it. */
export function LatestRun({ id }: { readonly id: string }) {
  const [latest] = useAnalysisRuns(id).data ?? [];
  if (latest === undefined || latest.state === 'succeeded') return null;
  return <FollowedRun run={latest} />;
}

function FollowedRun({ run }: { readonly run: AnalysisRun }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { why } = useMay('marketer');
  const { analysis: id, id: job } = run;
  // Told anew after it was put in again: the server reads nothing behind the mark.
  const path = `/v1/analyses/${id}/runs/${job}/events#${run.state}${String(run.attempts)}`;
  const told = useFollowed('analysis', isUnderWay(run) ? path : null) ?? run;
  const isDone = told.state === 'succeeded';
  useEffect(() => {
    if (!isDone) return;
    for (const queryKey of [
      ['analysis-report', id],
      ['analysis-versions', id],
      ['analysis-runs', id],
    ]) {
      void queries.invalidateQueries({ queryKey });
    }
  }, [isDone, id, queries]);
  const of = { params: { path: { id, run: job } } };
  const keep = (changed: AnalysisRun) => queries.setQueryData(['analysis-runs', id], [changed]);
  const cancel = useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/analyses/{id}/runs/{run}', of)),
    onSuccess: keep,
  });
  const retry = useMutation({
    mutationFn: () => answerOf(api.POST('/v1/analyses/{id}/runs/{run}/retry', of)),
    onSuccess: keep,
  });
  return (
    <JobCard
      title={words.runOf}
      job={told}
      disabled={why}
      onCancel={() => cancel.mutate()}
      onRetry={() => retry.mutate()}
    />
  );
}
