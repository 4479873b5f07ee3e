import { Alert, Button, Card, Group, Progress, Stack, Text } from '@mantine/core';
import { type AnswerOf } from '#client';
import { useWords } from '../../words/language.js';
import { ProblemWords } from '../failure-words.js';
import { useFormats } from '../formats.js';
import { WORDS } from '../words.js';

/** How a job is, of whatever kind. */
export type JobStanding = Pick<
  AnswerOf<'/v1/models/{id}/runs/{run}', 'get'>,
  'id' | 'state' | 'cancelling' | 'progress' | 'note' | 'error' | 'by' | 'createdAt'
>;

/** Whether something may still change by itself. */
export function isUnderWay({ state }: Pick<JobStanding, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

interface JobCardProps {
  readonly title: string;
  readonly job: JobStanding;
  /** What may not be done, and why. */
  readonly disabled?: string | undefined;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

/** A job as it is: how far, what is being done, why it failed; and the way to stop it or to do it again. */
export function JobCard({ title, job, disabled, onCancel, onRetry }: JobCardProps) {
  const words = useWords(WORDS);
  const formats = useFormats();
  const { state, cancelling, progress, note, error } = job;
  const underWay = isUnderWay(job);
  const button = { size: 'xs', variant: 'default', disabled: disabled !== undefined, title: disabled } as const;
  return (
    <Card withBorder padding="sm">
      <Stack gap={6}>
        <Group justify="space-between">
          <Text fw={600} role="status">
            {`${title} ${cancelling && underWay ? words.cancelling : words.states[state]}`}
          </Text>
          {underWay && !cancelling && (
            <Button {...button} onClick={onCancel}>
              {words.stop}
            </Button>
          )}
          {(state === 'failed' || state === 'cancelled') && (
            <Button {...button} onClick={onRetry}>
              {words.retry}
            </Button>
          )}
        </Group>
        {underWay && <Progress value={100 * progress} aria-label={title} size="lg" animated />}
        {underWay && <Text size="sm">{`${formats.share(progress)} · ${note}`}</Text>}
        {error !== null && (
          <Alert color="red" p="xs">
            <ProblemWords message={error.message} problems={error.problems} />
          </Alert>
        )}
        <Text size="xs" c="dimmed">
          {words.startedBy(job.by, formats.moment(job.createdAt))}
        </Text>
      </Stack>
    </Card>
  );
}
