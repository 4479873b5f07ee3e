import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent } from 'react';
import { Dialog } from '../../parts/dialog.js';
import { FailureWords } from '../../parts/failure-words.js';
import { useMay } from '../../session/may.js';

interface StartButtonProps {
  readonly action: string;
  readonly title: string;
  readonly variant?: 'default';
  /** What asks for what the job needs. */
  readonly form: (close: () => void) => ReactNode;
}

/** A button that opens what a job is asked for by. */
export function StartButton({ action, title, variant, form }: StartButtonProps) {
  const { may, why } = useMay('marketer');
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open} disabled={!may} title={why} {...(variant === undefined ? {} : { variant })}>
        {action}
      </Button>
      <Dialog opened={opened} onClose={close} title={title}>
        {form(close)}
      </Dialog>
    </>
  );
}

interface StartFormProps {
  /** What will be done. */
  readonly about: string;
  /** What the button says. */
  readonly action: string;
  readonly start: () => Promise<unknown>;
  /** Of the list of such jobs. */
  readonly jobs: QueryKey;
  readonly close: () => void;
  /** The fields. */
  readonly children: ReactNode;
}

/** Asks what a job needs, and puts it in. */
export function StartForm({ about, action, start, jobs, close, children }: StartFormProps) {
  const queries = useQueryClient();
  const started = useMutation({
    mutationFn: start,
    onSuccess: async () => {
      close();
      await queries.invalidateQueries({ queryKey: jobs });
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    started.mutate();
  };
  return (
    <Stack component="form" onSubmit={submit}>
      <Text size="sm">{about}</Text>
      {children}
      {started.error !== null && (
        <Alert color="red" role="alert">
          <FailureWords failure={started.error} />
        </Alert>
      )}
      <Group justify="end">
        <Button type="submit" loading={started.isPending}>
          {action}
        </Button>
      </Group>
    </Stack>
  );
}
