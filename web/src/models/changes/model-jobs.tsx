import { Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { answerOf, api } from '../../api.js';
import { useFollowed } from '../../parts/jobs/followed.js';
import { isUnderWay, JobCard, type JobStanding } from '../../parts/jobs/job-card.js';
import { useMay } from '../../session/may.js';
import { useWords } from '../../words/language.js';
import { modelKey, useEvaluations, useTrainings } from '../queries.js';
import { WORDS } from '../words/index.js';

/** The latest training and the latest evaluation, as long as there is something to see of them. */
export function ModelJobs({ id }: { readonly id: string }) {
  const { data: trainings = [] } = useTrainings(id);
  const { data: evaluations = [] } = useEvaluations(id);
  return (
    <>
      {isToldOf(trainings[0]) && <ModelJob key={trainings[0].id} id={id} kind="training" job={trainings[0]} />}
      {isToldOf(evaluations[0]) && <ModelJob key={evaluations[0].id} id={id} kind="evaluation" job={evaluations[0]} />}
    </>
  );
}

/** One that ended well some time ago says nothing new: its version or evidence is there. */
const NEWS_MS = 600_000;

function isToldOf<T extends JobStanding & { readonly endedAt: string | null }>(job: T | undefined): job is T {
  if (job === undefined) return false;
  return job.state !== 'succeeded' || Date.parse(job.endedAt ?? '') > Date.now() - NEWS_MS;
}

const PATHS = { training: 'runs', evaluation: 'evaluations' } as const;

interface ModelJobProps {
  readonly id: string;
  readonly kind: keyof typeof PATHS;
  readonly job: JobStanding & { readonly version: number | null };
}

function ModelJob({ id, kind, job }: ModelJobProps) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const { why } = useMay('marketer');
  const path = `/v1/models/${encodeURIComponent(id)}/${PATHS[kind]}/${job.id}/events`;
  const followed = useFollowed(kind, isUnderWay(job) ? path : null) ?? job;
  const hasEnded = !isUnderWay(followed) && isUnderWay(job);
  const readAgain = () => queries.invalidateQueries({ queryKey: modelKey(id) });
  useEffect(() => {
    if (hasEnded) void queries.invalidateQueries({ queryKey: modelKey(id) });
  }, [hasEnded, id, queries]);
  const { cancel, retry } = actionsOn(kind, id, job.id);
  const { title } = { training: { title: words.train.job }, evaluation: { title: words.judge.job } }[kind];
  return (
    <Stack gap={4}>
      <JobCard
        title={title}
        job={followed}
        disabled={why}
        onCancel={() => void cancel().then(readAgain)}
        onRetry={() => void retry().then(readAgain)}
      />
      {kind === 'training' && followed.version !== null && <Text size="sm">{words.train.gave(followed.version)}</Text>}
    </Stack>
  );
}

function actionsOn(kind: keyof typeof PATHS, id: string, run: string) {
  const params = { path: { id, run } };
  if (kind === 'training') {
    return {
      cancel: (): Promise<unknown> => answerOf(api.DELETE('/v1/models/{id}/runs/{run}', { params })),
      retry: (): Promise<unknown> => answerOf(api.POST('/v1/models/{id}/runs/{run}/retry', { params })),
    };
  }
  return {
    cancel: (): Promise<unknown> => answerOf(api.DELETE('/v1/models/{id}/evaluations/{run}', { params })),
    retry: (): Promise<unknown> => answerOf(api.POST('/v1/models/{id}/evaluations/{run}/retry', { params })),
  };
}
